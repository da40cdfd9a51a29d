"""The byline that an article ends with: （顾晚晴 陶一川）, （记者 甲）, （据新华社）."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.page.bylines import Byline, read_bare_names, read_byline, read_source
from tidings_ingest.page.folding import fold
from tidings_ingest.page.names import is_likely_name

_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*$")
_SIGNED: Final = re.compile(
    r"(?<=[。!?…”])\s*((?:本报|新华社)?(?:特约|全媒体|首席)?(?:记者|通讯员).{2,40})$"
)
# A writer's name between the last sentence and the agency in brackets.
_WRITER: Final = re.compile(r"(?<=[。！？”])\s*([\u3400-\u9fff]{2,3})$")
# Names and jobs of a byline, with the brackets around.
_TAIL: Final = 64


def strip_end_credit(text: str, *, last: bool) -> tuple[str, Byline]:
    """Return ``text`` without the byline at its end, and that byline, which may be empty.

    Names without a job before them are a byline only where the article ends: ``last``.
    """
    start = max(0, len(text) - _TAIL)
    tail = fold(text[start:])
    found = _BRACKETS.search(tail) or _SIGNED.search(tail)
    if found is None or (start == 0 and found.start() == 0):
        return text, Byline()
    inner = found.group(1).strip()
    byline = read_byline(inner)
    if byline is None and last:
        byline = read_bare_names(inner) or read_source(inner)
    if byline is None:
        return text, Byline()
    kept = text[: start + found.start()].rstrip()
    printed = byline.as_printed(tail, text[start:])
    writer = _WRITER.search(kept[-_TAIL:]) if not printed.names else None
    if writer and is_likely_name(writer.group(1)):
        return kept[: -len(writer.group())], Byline((writer.group(1),), printed.dateline)
    return kept, printed
