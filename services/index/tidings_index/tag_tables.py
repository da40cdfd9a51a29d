"""The tags of an article as tables for a terminal, a kind in each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tidings.painting import STYLES, tell_signs
from tidings.tags import Entity, Known, Location, Topic
from tidings.terminal import printable


def tabulate_entities(entities: list[Entity], heading: str, style: str) -> Table:
    """Return the entities of one type; how sure each is, offices and what is known, if any are."""
    told = {
        "sure": [_tell_sure(each) for each in entities],
        "offices": [_tell_offices(each) for each in entities],
        "known": [_tell_known(each.known) for each in entities],
    }
    told = {column: cells for column, cells in told.items() if any(cells)}
    table = _start_table(heading, "mentions", *told)
    for each, *cells in zip(entities, *told.values(), strict=True):
        name, mentions = _paint(each.name, style), Text(str(len(each.mentions)))
        table.add_row(name, mentions, *map(_paint, cells))
    return table


def _tell_sure(entity: Entity) -> str:
    return "" if entity.confidence is None else f"{entity.confidence:.2f}"


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


def _tell_offices(entity: Entity) -> str:
    return "; ".join(
        f"{title.name} ({title.organization})" if title.organization else title.name
        for title in entity.titles
    )


def _tell_known(known: Known | None) -> str:
    """Return the links of the user's entry, whether somebody waits for it, and where it stands."""
    if known is None:
        return ""
    said = [*known.links, *(["watched"] if known.watch else []), f"({known.where})"]
    return " ".join(said)


def _start_table(*columns: str) -> Table:
    table = Table(box=None)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _paint(text: str, style: str = "") -> Text:
    return Text(printable(text), style)
