"""What ``tidings trace`` prints of the road of an article. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.dlq.letter import read_edited_from
from tidings.dlq.selection import format_position
from tidings.painting import STYLES
from tidings.tags import Tags
from tidings.terminal import printable
from tidings.whereabouts.facts import Facts, read_value
from tidings.whereabouts.findings import OnItsWay, Whereabouts
from tidings.whereabouts.trace_answer import list_names
from tidings.whereabouts.tracing import Passage, Trace

STATE_STYLES: Final = {"indexed": "green", "withdrawn": "green", "dead_lettered": "red"}
NOWHERE: Final = "neither on its way, nor an open dead letter, nor in the index"
# The first few tell which article it is.
MOST_NAMES: Final = 5
NAME_WIDTH: Final = len("dead letter")
MOMENT_FORM: Final = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the road; ``words`` go on its line, ``details`` below it."""

    name: str
    moment: datetime | None
    place: str
    words: str = ""
    details: Text | None = None

    def render(self) -> RenderableType:
        """Return its line, or two."""
        clock = "" if self.moment is None else f"{self.moment:{MOMENT_FORM}}"
        line = Text.assemble(
            (f"{self.name:<{NAME_WIDTH}}", "bold"),
            (f"  {clock:<{len('2031-05-04 12:00:00')}}", "dim"),
            f"  {printable(self.place, keep='')}",
            (f"  {self.words}" if self.words else "", "dim"),
        )
        if self.details is None:
            return line
        return Group(line, Padding(self.details, (0, 0, 0, NAME_WIDTH + 2)))


def render_trace(trace: Trace) -> RenderableType:
    """Return what the article is, and below it a place a line, in the order of the road."""
    state = trace.where.state if trace.where else NOWHERE
    facts = _choose_facts(trace)
    title = Text.assemble(
        (trace.id, "bold"),
        "  ",
        (state.replace("_", "-"), STATE_STYLES.get(state, "yellow")),
        "  ",
        (_word_newest(facts, state), "dim"),
    )
    about = [printable(each, keep="") for each in (facts.source, facts.headline) if each]
    if facts.trace_id is not None:
        about.append(f"trace {printable(facts.trace_id, keep='')}")
    stops = [each.render() for each in _list_stops(trace, facts)]
    return Group(title, *([Text("  ".join(about))] if about else []), *stops)


def _list_stops(trace: Trace, facts: Facts) -> Iterator[Stop]:
    where = trace.where
    if where and isinstance(where.newest, OnItsWay) and where.newest.state == "held":
        held = where.newest
        until = "" if held.until is None else f"until {held.until:{MOMENT_FORM}}"
        yield Stop("held", held.facts.received_at, format_position(held.at), until)
    if trace.raw is not None:
        yield _stop_at("accepted", trace.raw, facts)
    if trace.enriched is not None:
        yield _stop_at("enriched", trace.enriched, facts, _paint_tags(trace.read_tags()))
    if where is not None:
        yield from _list_ends(where, facts)


def _list_ends(where: Whereabouts, facts: Facts) -> Iterator[Stop]:
    letter, indexed = where.letter, where.indexed
    if letter is not None:
        why = Text.assemble(
            (printable(f"{letter.stage}/{letter.reason}", keep=""), "red"),
            f"  {printable(letter.detail, keep='')}",
        )
        words = _word_other(letter.facts, facts)
        yield Stop("dead letter", letter.failed_at, format_position(letter.at), words, why)
    if indexed is not None:
        name = "withdrawn" if indexed.facts.status == "withdrawn" else "indexed"
        words = _word_other(indexed.facts, facts)
        yield Stop(name, indexed.indexed_at, indexed.index, words)


def _stop_at(name: str, passage: Passage, facts: Facts, details: Text | None = None) -> Stop:
    message, place = passage.message, format_position(passage.at)
    if message is None:
        return Stop(name, None, place, "no longer on the topic")
    edited_from = read_edited_from(message.headers)
    notes = (
        _word_other(read_value(message.value), facts),
        "" if edited_from is None else f"edited, was {printable(edited_from, keep='')}",
    )
    words = "  ".join(filter(None, notes))
    return Stop(name, message.written_at, place, words, details)


def _word_newest(facts: Facts, state: str) -> str:
    revision = "" if facts.revision is None else f"revision {facts.revision}"
    # On its way, or a dead letter.
    is_told_else = facts.status != "withdrawn" or state == "withdrawn"
    return revision if is_told_else else f"withdrawal, {revision}"


def _word_other(facts: Facts, newest: Facts) -> str:
    """Return the revision where it is another one than that of the title."""
    if facts.revision is None or facts.revision == newest.revision:
        return ""
    return f"revision {facts.revision}"


def _choose_facts(trace: Trace) -> Facts:
    if trace.where is not None:
        return trace.where.newest.facts
    passages = (trace.enriched, trace.raw)
    messages = (each.message for each in passages if each is not None)
    return next((read_value(each.value) for each in messages if each is not None), Facts())


def _paint_tags(tags: Tags | None) -> Text | None:
    if tags is None:
        return None
    painted = [
        Text(printable(name, keep=""), style)
        for names, style in zip(list_names(tags).values(), STYLES.values(), strict=True)
        for name in _shorten(names)
    ]
    return Text(" · ").join(painted) if painted else None


def _shorten(names: list[str]) -> list[str]:
    more = len(names) - MOST_NAMES
    return names if more <= 0 else [*names[:MOST_NAMES], f"+{more}"]
