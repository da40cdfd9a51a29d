"""What each line of a page is by itself, before it is known which article it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from tidings.article import Caption
from tidings_ingest.page.bylines import Byline, read_byline
from tidings_ingest.page.captions import LONGEST, read_caption
from tidings_ingest.page.english import match_dateline, read_english_byline
from tidings_ingest.page.furniture import is_furniture
from tidings_ingest.page.jumps import is_jump, match_resumed
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.leads import Lead, is_broken_off, match_lead
from tidings_ingest.page.lines import Line

# The header of a page takes a handful of lines, and so does its footer.
_EDGE: Final = 6
# A caption runs over so many lines of a narrow column.
_MOST_CAPTION_LINES: Final = 6


class Role(Enum):
    """The part that a line plays."""

    FURNITURE = "furniture"
    CAPTION = "caption"
    BYLINE = "byline"
    JUMP = "jump"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A line and its role, with what was read in it. A caption can run over several lines."""

    line: Line
    role: Role
    lead: Lead | None = None
    byline: Byline = field(default_factory=Byline)
    caption: Caption | None = None
    last: int = 0

    @property
    def last_number(self) -> int:
        """Return the number of the last line."""
        return self.last or self.line.number


def set_apart_furniture(lines: Sequence[Line]) -> tuple[set[int], Layout]:
    """Return the numbers of the lines that belong to the page, and the layout of the others."""
    furniture = {
        line.number
        for at, line in enumerate(lines)
        if is_furniture(line, at_edge=at < _EDGE or at >= len(lines) - _EDGE)
        and not (is_jump(line) or match_resumed(line))
    }
    return furniture, Layout([line for line in lines if line.number not in furniture])


def read_items(lines: Sequence[Line], furniture: set[int], layout: Layout) -> list[Item]:
    """Return what each line is; the lines of one caption become one item."""
    items: list[Item] = []
    rest: Lead | None = None
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if line.number in furniture:
            items.append(Item(line, Role.FURNITURE))
        elif rest:
            items.append(_end_broken_lead(line, rest))
            rest = None
        elif below and below.number not in furniture and (broken := _match_broken(line, below)):
            items.append(Item(line, Role.BYLINE, byline=broken.byline))
            rest = Lead(Byline(), broken.end - len(line.text), broken.certain)
        elif caption := read_caption(line):
            above = _count_caption_lines(items, line, caption, below, layout)
            _take_caption(items, line, caption, above)
        else:
            items.append(_read_text(line))
    return items


def _match_broken(line: Line, below: Line) -> Lead | None:
    """Return the byline in front of a paragraph that goes on in the line below."""
    if not is_broken_off(line.folded):
        return None
    lead = match_lead(line.text + below.text, line.folded + below.folded)
    return lead if lead and lead.end > len(line.text) else None


def _end_broken_lead(line: Line, lead: Lead) -> Item:
    if line.text[lead.end :].strip():
        return Item(line, Role.TEXT, lead=lead)
    return Item(line, Role.BYLINE)


def _take_caption(items: list[Item], line: Line, caption: Caption, above: int) -> None:
    """Add the caption that ends with ``line`` and began ``above`` lines before it."""
    texts = [each.line.text for each in items[len(items) - above :]]
    first = items[-above].line if above else line
    del items[len(items) - above :]
    whole = Caption(text=_join_caption([*texts, caption.text]), photographer=caption.photographer)
    items.append(Item(first, Role.CAPTION, caption=whole, last=line.number))


def _read_text(line: Line) -> Item:
    if is_jump(line):
        return Item(line, Role.JUMP)
    resumed = match_resumed(line)
    if resumed >= len(line.text):
        return Item(line, Role.BYLINE)
    if resumed:
        return Item(line, Role.TEXT, lead=Lead(Byline(), resumed))
    byline = read_byline(line.folded)
    byline = byline.as_printed(line.folded, line.text) if byline else read_english_byline(line.text)
    if byline:
        return Item(line, Role.BYLINE, byline=byline)
    lead = match_lead(line.text, line.folded) or match_dateline(line.text)
    if lead and not line.text[lead.end :].strip():
        return Item(line, Role.BYLINE, byline=lead.byline)
    return Item(line, Role.TEXT, lead=lead)


def _count_caption_lines(
    items: Sequence[Item], line: Line, caption: Caption, below: Line | None, layout: Layout
) -> int:
    """Return how many lines above ``line`` the caption that ends with it began."""
    block = 0
    length = len(caption.text)
    current = line
    while block < _MOST_CAPTION_LINES and block < len(items) and not layout.begins_block(current):
        item = items[-1 - block]
        length += len(item.line.text)
        if item.role is not Role.TEXT or item.lead or length > LONGEST:
            break
        current = item.line
        block += 1
    stands_alone = layout.begins_block(current) and (below is None or layout.begins_block(below))
    if stands_alone:
        return block
    # Without blank lines to tell, only a credit on a line of its own needs the line above.
    previous = items[-1] if items else None
    if caption.text or previous is None or previous.role is not Role.TEXT or previous.lead:
        return 0
    return 1


def _join_caption(texts: Sequence[str]) -> str:
    joined = ""
    for text in texts:
        gap = " " if joined and joined[-1:].isascii() and text[:1].isascii() else ""
        joined += gap + text if text else ""
    return joined
