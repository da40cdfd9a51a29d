"""What each line of a page is by itself, before it is known which article it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from tidings.article import Caption
from tidings_ingest.page.bylines import Byline, read_byline
from tidings_ingest.page.captions import LONGEST, read_caption
from tidings_ingest.page.english import is_role, match_dateline, read_english_byline
from tidings_ingest.page.furniture import is_furniture, is_section_name
from tidings_ingest.page.jumps import is_jump, match_resumed
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.leads import Lead, match_lead, may_lead
from tidings_ingest.page.lines import Line

# The header of a page takes a handful of lines, and so does its footer.
_EDGE: Final = 6
# A caption runs over so many lines of a narrow column.
_MOST_CAPTION_LINES: Final = 6
# A byline in front of a paragraph takes three lines of the narrowest column.
MOST_LEAD_LINES: Final = 3


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
    furniture: set[int] = set()
    for at, line in enumerate(lines):
        at_edge = at < _EDGE or at >= len(lines) - _EDGE
        if is_jump(line) or match_resumed(line) or not is_furniture(line, at_edge=at_edge):
            continue
        above = lines[at - 1] if at else None
        if above is None or above.number in furniture or not _is_word_of(above, line):
            furniture.add(line.number)
    return furniture, Layout([line for line in lines if line.number not in furniture])


def _is_word_of(above: Line, line: Line) -> bool:
    """Say whether what could be a section's name is a word of the sentence above it (经济)."""
    return is_section_name(line) and "," in above.folded and not above.is_closed


def read_items(lines: Sequence[Line], furniture: set[int], layout: Layout) -> list[Item]:
    """Return what each line is; the lines of one caption become one item."""
    items: list[Item] = []
    # How many characters of the lines to come belong to a byline that began above them.
    owed = 0
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if line.number in furniture:
            items.append(Item(line, Role.FURNITURE))
        elif owed:
            items.append(_pay(line, owed))
            owed = max(0, owed - len(line.text))
        elif broken := _match_broken(lines[at : at + MOST_LEAD_LINES], furniture):
            items.append(Item(line, Role.BYLINE, byline=broken.byline))
            owed = broken.end - len(line.text)
        elif caption := read_caption(line):
            above = _count_caption_lines(items, line, caption, below, layout)
            _take_caption(items, line, caption, above)
        elif items and items[-1].role is Role.BYLINE and is_role(line.text):
            items.append(Item(line, Role.BYLINE))
        else:
            items.append(_read_text(line))
    return items


def _match_broken(lines: Sequence[Line], furniture: set[int]) -> Lead | None:
    """Return the byline that begins with the first of ``lines`` and ends in one below."""
    first = lines[0]
    if not may_lead(first.folded) or read_byline(first.folded):
        return None
    text, folded = first.text, first.folded
    found: Lead | None = None
    for line in lines[1:]:
        if line.number in furniture or (found and found.end < len(text)):
            break
        text, folded = text + line.text, folded + line.folded
        lead = match_lead(text, folded)
        found = lead if lead and lead.end > len(first.text) else found
    return found


def _pay(line: Line, owed: int) -> Item:
    """Return the item of a line that a byline above takes ``owed`` characters of."""
    if line.text[owed:].strip():
        return Item(line, Role.TEXT, lead=Lead(Byline(), owed))
    return Item(line, Role.BYLINE)


def _take_caption(items: list[Item], line: Line, caption: Caption, above: int) -> None:
    """Add the caption that ends with ``line`` and began ``above`` lines before it."""
    if not caption.text and items and _lacks_photographer(items[-1]):
        items[-1] = _credit_caption(items[-1], line, caption)
        return
    texts = [each.line.text for each in items[len(items) - above :]]
    first = items[-above].line if above else line
    del items[len(items) - above :]
    whole = Caption(text=_join_caption([*texts, caption.text]), photographer=caption.photographer)
    items.append(Item(first, Role.CAPTION, caption=whole, last=line.number))


def _lacks_photographer(item: Item) -> bool:
    return item.caption is not None and item.caption.photographer is None


def _credit_caption(item: Item, line: Line, credit: Caption) -> Item:
    """Return the caption ``item`` with the photographer who stands in the line below it."""
    text = item.caption.text if item.caption else ""
    whole = Caption(text=text, photographer=credit.photographer)
    return replace(item, caption=whole, last=line.number)


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
