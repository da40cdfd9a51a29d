"""The tags of an article as tables for a terminal, a kind in each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tidings.painting import STYLES, tell_signs
from tidings.tags import Entity, Location, Topic
from tidings.terminal import printable


def tabulate_entities(entities: list[Entity], heading: str, style: str) -> Table:
    """Return the entities of one type, their offices where one of them has any."""
    has_titles = any(each.titles for each in entities)
    table = _start_table(heading, "mentions", *(["offices"] if has_titles else []))
    for each in entities:
        offices = "; ".join(
            f"{title.name} ({title.organization})" if title.organization else title.name
            for title in each.titles
        )
        row = [_paint(each.name, style), Text(str(len(each.mentions)))]
        table.add_row(*row, *([_paint(offices)] if has_titles else []))
    return table


def tabulate_locations(locations: Sequence[Location]) -> Table:
    """Return which places the names mean, and what decided."""
    table = _start_table("where", "which place", "code", "decided by", "sure")
    for each in locations:
        why = " ".join(filter(None, (each.rule, each.because)))
        code = each.adcode or str(each.geonames_id or "")
        cells = [_paint(words) for words in (each.path, code, why)]
        table.add_row(_paint(each.name, STYLES["place"]), *cells, Text(f"{each.confidence:.2f}"))
    return table


def tabulate_topics(topics: Sequence[Topic]) -> Table:
    """Return what the article is about, and what tells of it."""
    table = _start_table("topics", "", "code", "score", "told by")
    for each in topics:
        names = [_paint(words) for words in (each.zh, each.en, each.code, f"{each.score:.2f}")]
        table.add_row(*names, _paint(tell_signs(each)))
    return table


def _start_table(*columns: str) -> Table:
    table = Table(box=None)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _paint(text: str, style: str = "") -> Text:
    return Text(printable(text), style)
