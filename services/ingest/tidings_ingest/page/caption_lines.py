"""Captions that run over several lines of a column, or whose credit stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tidings.article import Caption
from tidings_ingest.page.captions import LONGEST, CaptionLine
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line

# A caption runs over so many lines of a narrow column.
_MOST_CAPTION_LINES: Final = 6


def add_caption(items: list[Item], line: Line, found: CaptionLine, above: int) -> None:
    """Add the caption that ends with ``line`` and began ``above`` lines before it."""
    caption = found.caption
    if not caption.text and items and _lacks_photographer(items[-1]):
        items[-1] = _credit_caption(items[-1], line, caption)
        return
    texts = [each.line.text for each in items[len(items) - above :]]
    first = items[-above].line if above else line
    del items[len(items) - above :]
    whole = Caption(text=_join_caption([*texts, caption.text]), photographer=caption.photographer)
    items.append(Item(first, Role.CAPTION, caption=whole, last=line.number, why=found.why))


def _lacks_photographer(item: Item) -> bool:
    return item.caption is not None and item.caption.photographer is None


def _credit_caption(item: Item, line: Line, credit: Caption) -> Item:
    """Return the caption ``item`` with the photographer who stands in the line below it."""
    text = item.caption.text if item.caption else ""
    whole = Caption(text=text, photographer=credit.photographer)
    return replace(item, caption=whole, last=line.number)


def count_caption_lines(
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
