"""The letters that wait for somebody: what the topics hold without what is settled.

Markers stand behind their letters, so the topics are read twice, up to where they ended at the
start: first for the markers, then for the letters. Neither is kept, whatever their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tidings.dead_letter import Position
from tidings.dlq.letter import Letter, StoredMessage, read_letter
from tidings.dlq.markers import SettledLetters, read_marker
from tidings.dlq.ports import MessageLog, Stretch
from tidings.dlq.selection import Selection

Advance = Callable[[int], None]


class MissingTopicError(Exception):
    """There is no topic of the name given."""


class OpenLetters:
    """The letters on ``topics`` as they were when this was made.

    ``advance`` is told how many offsets were read, of ``count_offsets`` for a whole reading.
    Construction raises MissingTopicError, and all but counting may raise LogUnavailableError.
    """

    def __init__(
        self,
        log: MessageLog,
        topics: Sequence[str],
        selection: Selection,
        advance: Advance = lambda _: None,
    ) -> None:
        self._log = log
        self._selection = selection
        self._advance = advance
        self._stretches = [
            narrowed
            for topic in topics
            for stretch in measure_topic(log, topic)
            if (narrowed := _narrow(stretch, selection.positions)) is not None
        ]
        self._settled: SettledLetters | None = None

    def count_offsets(self) -> int:
        """Return how many offsets one reading passes, markers and gaps among them."""
        return sum(each.end - each.start for each in self._stretches)

    def find(self) -> Iterator[Letter]:
        """Give the letters that match and are not settled, in the order of their topics."""
        settled = self.read_settled()
        for letter in self.find_all():
            if settled.find(letter.at) is None:
                yield letter

    def find_all(self) -> Iterator[Letter]:
        """Give the letters that match, settled ones too."""
        for message in read_stretches(self._log, self._stretches, self._advance):
            if read_marker(message) is None:
                letter = read_letter(message)
                if self._selection.matches(letter):
                    yield letter

    def read_settled(self) -> SettledLetters:
        """Return what is settled; only the first call reads the topics."""
        if self._settled is None:
            self._settled = SettledLetters()
            for message in read_stretches(self._log, self._stretches, self._advance):
                marker = read_marker(message)
                if marker is not None:
                    self._settled.add(message.at, marker)
        return self._settled


def read_stretches(
    log: MessageLog, stretches: Iterable[Stretch], advance: Advance
) -> Iterator[StoredMessage]:
    """Give the messages of ``stretches``; ``advance`` is told of the offsets without one, too."""
    for stretch in stretches:
        done = stretch.start
        for message in log.read(stretch):
            advance(message.at.offset + 1 - done)
            done = message.at.offset + 1
            yield message
        advance(stretch.end - done)


def measure_topic(log: MessageLog, topic: str) -> tuple[Stretch, ...]:
    """Return the stretches of ``topic``; raises MissingTopicError."""
    stretches = log.measure(topic)
    if not stretches:
        raise MissingTopicError(f"there is no topic {topic}; `tidings provision` creates topics")
    return stretches


def read_one(log: MessageLog, at: Position) -> StoredMessage | None:
    """Return the message at ``at``, None when the topic does not hold it any more, or yet."""
    for stretch in log.measure(at.topic):
        if stretch.partition == at.partition and stretch.start <= at.offset < stretch.end:
            only = replace(stretch, start=at.offset, end=at.offset + 1)
            return next(iter(log.read(only)), None)
    return None


def _narrow(stretch: Stretch, positions: Iterable[Position] | None) -> Stretch | None:
    """Leave out what lies before all letters asked for; their markers lie behind them."""
    if positions is None:
        return stretch
    here = (stretch.topic, stretch.partition)
    wanted = [each.offset for each in positions if (each.topic, each.partition) == here]
    first = max(stretch.start, min(wanted, default=stretch.end))
    return replace(stretch, start=first) if first < stretch.end else None
