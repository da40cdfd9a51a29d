"""The options that the ``dlq`` commands share, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from tidings.dead_letter import REASONS
from tidings.dlq.letter import UNKNOWN
from tidings.dlq.selection import (
    MOMENT_FORMS,
    Selection,
    SelectionError,
    parse_moment,
    parse_position,
)
from tidings.topics import ENRICHED_DLQ, RAW_DLQ, WATCH_DLQ

TOPICS = (RAW_DLQ.name, ENRICHED_DLQ.name, WATCH_DLQ.name)

Positions = Annotated[
    list[str] | None,
    typer.Argument(metavar="[POSITION]...", help="Letters as TOPIC:PARTITION:OFFSET."),
]
Reason = Annotated[str | None, typer.Option(help=f"One of {', '.join(REASONS)}, {UNKNOWN}.")]
Stage = Annotated[str | None, typer.Option(help="The stage that rejected: enrich, index or watch.")]
Source = Annotated[str | None, typer.Option(help="Whose articles, where the value tells it.")]
Feed = Annotated[str | None, typer.Option(help="Which feed, where the value tells it.")]
Since = Annotated[str | None, typer.Option(help=f"Failed from this time on, UTC: {MOMENT_FORMS}.")]
Until = Annotated[
    str | None, typer.Option(help="Failed before this time, or up to the end of this day.")
]
Id = Annotated[str | None, typer.Option("--id", help="The article's id, or a start of it.")]
Topic = Annotated[
    list[str] | None,
    typer.Option(help=f"Topic of dead letters; may be repeated. Else {', '.join(TOPICS)}."),
]
Everything = Annotated[bool, typer.Option("--all", help="Every open letter.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; do nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as they were typed."""

    reason: str | None = None
    stage: str | None = None
    source: str | None = None
    feed: str | None = None
    since: str | None = None
    until: str | None = None
    id_prefix: str | None = None

    def select(self, now: datetime, positions: Sequence[str] = ()) -> Selection:
        """Return the selection that they and ``positions`` ask for; raises SelectionError."""
        if self.reason is not None and self.reason not in (*REASONS, UNKNOWN):
            raise SelectionError(f"--reason {self.reason} is none of {', '.join(REASONS)}")
        named = [(text, parse_position(text)) for text in positions]
        for text, position in named:
            if position is None:
                raise SelectionError(f"{text} is no position; write TOPIC:PARTITION:OFFSET")
        return Selection(
            reason=self.reason,
            stage=self.stage,
            source=self.source,
            feed=self.feed,
            since=None if self.since is None else parse_moment(self.since, now),
            until=None if self.until is None else parse_moment(self.until, now, is_end=True),
            id_prefix=self.id_prefix,
            positions=frozenset(each for _, each in named if each) if named else None,
        )


def choose_topics(topics: Sequence[str] | None, selection: Selection) -> Sequence[str]:
    """Return the topics to read: those of the positions, else the named ones, else all."""
    if selection.positions:
        return sorted({each.topic for each in selection.positions})
    return tuple(dict.fromkeys(topics or TOPICS))
