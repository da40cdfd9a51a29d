"""Put each line of a page into its article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tidings_ingest.page.boundaries import find_boundaries
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line
from tidings_ingest.page.runs import Flow
from tidings_ingest.page.verdicts import Verdict

# What furniture is on no list and stands above the first headline: a few short lines.
_MOST_NAME_LINES: Final = 3
_WIDEST_NAME: Final = 40


@dataclass(slots=True)
class Section:
    """One article: its heading lines and its other items, both in printed order.

    ``apart`` are the numbers of the page's lines that are paragraphs by themselves, ``verdicts``
    what was decided at the lines where an article could begin. ``names_page``: these lines only
    name the page and are no article.
    """

    heading: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    names_page: bool = False


def cut_sections(items: Sequence[Item], layout: Layout) -> list[Section]:
    """Return the articles of a page in order; furniture belongs to none.

    The first can be lines that only name the page.
    """
    flow = Flow(items, layout)
    found = find_boundaries(flow)
    place = {item.line.number: at for at, item in enumerate(flow.items)}
    verdicts = {flow.line(at).number: verdict for at, verdict in found.verdicts.items()}
    sections = [Section(apart=found.apart, verdicts=verdicts)]
    heading = 0
    for item in items:
        if item.role is Role.FURNITURE:
            continue
        # No place: a caption.
        at = place.get(item.line.number, -1)
        if at in found.starts:
            if _is_begun(sections[-1]):
                sections.append(Section(apart=found.apart, verdicts=verdicts))
            heading = found.starts[at]
        if at >= 0 and heading:
            sections[-1].heading.append(item.line)
            heading -= 1
        else:
            sections[-1].items.append(found.bylines.get(at, item))
    for above, below in pairwise(sections):
        _move_captions(above, below)
    sections[0].names_page = len(sections) > 1 and _is_page_name(sections[0])
    return [section for section in sections if section.heading or section.items]


def _is_page_name(section: Section) -> bool:
    """Say whether the lines above the first headline hold no sentence and so only name the page."""
    if section.heading or len(section.items) > _MOST_NAME_LINES:
        return False
    return all(
        item.role is Role.TEXT
        and not (item.lead or item.line.is_closed)
        and item.line.width <= _WIDEST_NAME
        for item in section.items
    )


def _is_begun(section: Section) -> bool:
    """Say whether more than captions, which can stand above a headline, is in ``section``."""
    return bool(section.heading) or any(item.role is not Role.CAPTION for item in section.items)


def _move_captions(above: Section, below: Section) -> None:
    """Give the captions between two articles to the one that says more of their words."""
    end = len(above.items)
    while end and above.items[end - 1].role is Role.CAPTION:
        end -= 1
    captions = above.items[end:]
    if not captions or not end:
        return
    pairs = _pair_characters(item.caption.text for item in captions if item.caption)
    upper, lower = (
        len(pairs & _pair_characters(_read_texts(section))) for section in (above, below)
    )
    if lower > upper:
        del above.items[end:]
        below.items[:0] = captions


def _read_texts(section: Section) -> Iterable[str]:
    yield from (line.text for line in section.heading)
    yield from (item.line.text for item in section.items if item.role is Role.TEXT)


def _pair_characters(texts: Iterable[str]) -> set[str]:
    """Return all pairs of neighbouring characters: a measure of words that needs no dictionary."""
    return {first + second for text in texts for first, second in pairwise(text)}
