"""What each line of a page is by itself, before it is known which article it belongs to."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final

from tidings_ingest.page.bylines import Byline, read_byline
from tidings_ingest.page.caption_lines import add_caption, count_caption_lines
from tidings_ingest.page.captions import judge_caption
from tidings_ingest.page.english import (
    is_role,
    match_dateline,
    read_english_byline,
    read_name_over_job,
)
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.jumps import is_jump, match_resumed
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.leads import Lead, match_lead, may_lead
from tidings_ingest.page.lines import Line

# A byline in front of a paragraph takes three lines of the narrowest column.
MOST_LEAD_LINES: Final = 3
_BROKEN: Final = "a byline that the column breaks"
RESUMED: Final = "tells where the article began"


def read_items(lines: Sequence[Line], furniture: Mapping[int, str], layout: Layout) -> list[Item]:
    """Return what each line is; the lines of one caption become one item.

    ``furniture`` has the numbers of the lines that belong to the page, and why.
    """
    items: list[Item] = []
    # How many characters of the lines to come belong to a byline that began above them.
    owed = 0
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if line.number in furniture:
            items.append(Item(line, Role.FURNITURE, why=furniture[line.number]))
        elif owed:
            items.append(_pay(line, owed))
            owed = max(0, owed - len(line.text))
        elif broken := _match_broken(lines[at : at + MOST_LEAD_LINES], furniture):
            items.append(Item(line, Role.BYLINE, byline=broken.byline, why=_BROKEN))
            owed = broken.end - len(line.text)
        elif found := judge_caption(line):
            above = count_caption_lines(items, line, found.caption, below, layout)
            add_caption(items, line, found, above)
        elif below and (named := read_name_over_job(line.text, below.text)):
            items.append(Item(line, Role.BYLINE, byline=named, why="a name over a job"))
        elif items and items[-1].role is Role.BYLINE and is_role(line.text):
            items.append(Item(line, Role.BYLINE, why="a job below a byline"))
        else:
            items.append(_read_text(line))
    return items


def _match_broken(lines: Sequence[Line], furniture: Container[int]) -> Lead | None:
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
        return Item(line, Role.TEXT, lead=Lead(Byline(), owed), why=_BROKEN)
    return Item(line, Role.BYLINE, why=_BROKEN)


def _read_text(line: Line) -> Item:
    if is_jump(line):
        return Item(line, Role.JUMP, why="tells where the article goes on")
    resumed = match_resumed(line)
    if resumed >= len(line.text):
        return Item(line, Role.BYLINE, why=RESUMED)
    if resumed:
        return Item(line, Role.TEXT, lead=Lead(Byline(), resumed), why=RESUMED)
    byline = read_byline(line.folded)
    byline = byline.as_printed(line.folded, line.text) if byline else read_english_byline(line.text)
    if byline:
        return Item(line, Role.BYLINE, byline=byline, why="jobs and names and nothing else")
    lead = match_lead(line.text, line.folded) or match_dateline(line.text)
    if lead and not line.text[lead.end :].strip():
        return Item(line, Role.BYLINE, byline=lead.byline, why="a byline and nothing behind it")
    return Item(line, Role.TEXT, lead=lead, why=_tell_lead(lead) if lead else "")


def _tell_lead(lead: Lead) -> str:
    return "begins with a dateline" if lead.byline.dateline else "begins with a byline"
