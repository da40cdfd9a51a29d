"""Which letters a command is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Final

from tidings.dead_letter import Position
from tidings.dlq.letter import Letter, read_number

_AGO: Final = re.compile(r"now-(\d{1,6})([mhd])", re.ASCII)
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT_FORMS: Final = "2031-05-04, 2031-05-04T10:30, now-30m, now-2h or now-7d"


class SelectionError(ValueError):
    """What was asked for cannot be read; the message quotes it and names the forms."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that must all hold; None asks for nothing.

    ``since`` and ``until`` are about the time of the failure, the latter excluded. ``id_prefix``
    is a start of the article's id. With ``positions`` only the letters there are meant.
    """

    reason: str | None = None
    stage: str | None = None
    source: str | None = None
    feed: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    id_prefix: str | None = None
    positions: frozenset[Position] | None = None

    def is_everything(self) -> bool:
        """Return whether no condition was given."""
        return all(getattr(self, each.name) is None for each in fields(self))

    def matches(self, letter: Letter) -> bool:
        """Return whether ``letter`` is one of those that are meant."""
        named = (
            (self.reason, letter.reason),
            (self.stage, letter.stage),
            (self.source, letter.source),
            (self.feed, letter.feed),
        )
        return (
            all(wanted is None or wanted == found for wanted, found in named)
            and (self.id_prefix is None or letter.id.startswith(self.id_prefix))
            and (self.positions is None or letter.at in self.positions)
            and self._includes(letter.failed_at)
        )

    def _includes(self, moment: datetime | None) -> bool:
        if moment is None:
            return self.since is None and self.until is None
        return (self.since is None or moment >= self.since) and (
            self.until is None or moment < self.until
        )


def parse_moment(text: str, now: datetime, *, is_end: bool = False) -> datetime:
    """Return a time in UTC; a day alone is its beginning, or its end with ``is_end``.

    Forms: ``MOMENT_FORMS``; a time without a zone is UTC. Raises SelectionError.
    """
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return moment + timedelta(days=1) if is_end and _DAY.fullmatch(text) else moment
    except (ValueError, OverflowError) as error:
        raise SelectionError(f"{text} is no time; write {MOMENT_FORMS}") from error


def parse_position(text: str) -> Position | None:
    """Return the position that ``TOPIC:PARTITION:OFFSET`` names, None for any other text."""
    topic, *numbers = text.rsplit(":", 2)
    if len(numbers) != 2 or not topic:
        return None
    partition, offset = map(read_number, numbers)
    if partition is None or offset is None:
        return None
    return Position(topic, partition, offset)


def format_position(at: Position) -> str:
    """Return ``TOPIC:PARTITION:OFFSET``."""
    return f"{at.topic}:{at.partition}:{at.offset}"
