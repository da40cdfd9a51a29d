"""Mend the borders of English names that a model found: no article, honorific, office or 's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tidings_enrich.tagging.english.patterns import build_patterns
from tidings_enrich.tagging.names.mentions import Mention, keep_longest

# "Organisation for the Prohibition of Chemical Weapons in the Hague" has 65 characters.
LONGEST_NAME = 80
_FRONT = re.compile(r"(?:[Tt]he|THE)\s+(?=\S)|[^\w&]+")
_BACK = re.compile(r"(?:'s?|\s+\d+-\d+|[^\w.)&']+)$")
# A name in brackets is one of its own: World Health Organization (WHO).
_CUT = re.compile(r"\s-\s|\n|;|:\s|\s\((?![^()]*\)\s*\w)")


def mend_borders(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the names of plain ``text`` with better borders, none overlapping, in order."""
    return keep_longest(_mend(text, mentions))


def _mend(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        start, end = mention.start, mention.end
        cut = _CUT.search(text, start, end)
        end = cut.start() if cut else end
        start, end = _trim_ends(text, start, end, is_person=mention.type == "person")
        name = text[start:end]
        if 1 < len(name) <= LONGEST_NAME and not _is_common(
            text, Mention(start, end, mention.type)
        ):
            yield Mention(start, end, mention.type)


def _trim_ends(text: str, start: int, end: int, *, is_person: bool) -> tuple[int, int]:
    patterns = build_patterns()
    before = (-1, -1)
    while before != (start, end) and start < end:
        before = (start, end)
        front = _FRONT.match(text, start, end) or patterns.honorific.match(text, start, end)
        if front is None and is_person:
            front = patterns.title_at_start.match(text, start, end)
        if front:
            start = front.end()
        back = _BACK.search(text[start:end])
        if back:
            end = start + back.start()
    return start, max(start, end)


def _is_common(text: str, mention: Mention) -> bool:
    """Return whether this is no name: the Finn, the Interior of Interior Minister, Internet."""
    patterns = build_patterns()
    name = text[mention.start : mention.end]
    if not any(each.isupper() for each in name) or name in patterns.no_names:
        return True
    if name.lower() in patterns.modifiers and patterns.title_after.match(text, mention.end):
        return True
    before = text[max(0, mention.start - 5) : mention.start]
    alone = mention.type == "person" and " " not in name
    return alone and patterns.article.search(before) is not None
