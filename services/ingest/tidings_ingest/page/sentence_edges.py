"""How sentences in the middle of a report begin and break off, as no headline does."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.page.lines import Line
from tidings_ingest.page.runs import is_row_or_point

# How the sentences in the middle of a report begin, and no headline.
_OPENS: Final = re.compile(
    r"会议(?!室|中心)|座谈会|仪式|活动|他|她|我|记者|据|目前|其中|同时|此外|随后|当[天日时]|近年来|近日|对此|为此"
    r"|在|截至|除了|如今|而|但|不过|因此|由于|通过|根据|按照|下一步|接下来|这|那|该|经过|自|从|去年|今年"
)
# Of these no headline begins with one, not even that of the first article on a page.
_LINKS: Final = re.compile(
    r"根据|按照|截至|其中|同时|此外|随后|对此|为此|下一步|与此同时|会议(?:指出|强调|要求)"
)
# Capitals that no name has, or a verb after the first word, so a sentence begins there.
_BEGINS_ENGLISH: Final = re.compile(
    r"(?:A|An|In|On|At|For|After|When|As|It|He|She|They|We|More than|About|Two|Three)\s"
    r"|The (?!Hague|Times|Guardian)\S"
    r"|[A-Z][a-z]+ (?:will|would|is|are|was|were|has|have|had|should|may|must|can)\b"
)
_BREAKS_OFF: Final = re.compile(r"[的和与及在对把被将向为是从以并要会让使]$")


def opens_like_sentence(text: str) -> bool:
    """Say whether ``text`` begins like a sentence in the middle of a report."""
    return bool(_OPENS.match(text))


def is_from_middle(line: Line) -> bool:
    """Say whether the first line of a page goes on with an article whose heading is elsewhere."""
    return is_row_or_point(line) or bool(_LINKS.match(line.folded))


def breaks_off(text: str) -> bool:
    """Say whether ``text`` ends with a word that needs another one."""
    return bool(_BREAKS_OFF.search(text))


def begins_english(text: str) -> bool:
    """Say whether an English sentence begins, which no line in mid-sentence does: A, The, In."""
    return bool(_BEGINS_ENGLISH.match(text))
