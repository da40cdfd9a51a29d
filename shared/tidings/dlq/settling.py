"""Replay and purge: what is done to open letters, a batch at a time.

The order that keeps letters safe: 1 copy, 2 wait until all replicas have the copy, 3 mark the
letter. Whoever is stopped between 2 and 3 sends the copy again the next time, and an article that
comes twice makes no second document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tidings.dead_letter import Position
from tidings.dlq.letter import Letter
from tidings.dlq.markers import MOST_OFFSETS, How, write_marker
from tidings.dlq.open_letters import read_one
from tidings.dlq.ports import LogUnavailableError, MessageLog, Outgoing
from tidings.dlq.replay_rules import (
    DEFAULT_MOST_TRIES,
    Refusal,
    check_replay,
    restore_value,
    write_copy,
)
from tidings.topics import MAX_MESSAGE_BYTES

# At most one largest message beside the batch, so twice this is held: 32 MiB.
BATCH_BYTES: Final = MAX_MESSAGE_BYTES
# Enough to see what is the matter; the counts are complete.
MOST_EXAMPLES: Final = 5


@dataclass(slots=True)
class Tally:
    """What became of the letters: how many of which reason were settled, why the others not."""

    reasons: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Position]] = field(default_factory=lambda: defaultdict(list))

    @property
    def settled(self) -> int:
        """How many were settled, whatever their reason."""
        return self.reasons.total()

    def leave(self, letter: Letter, why: str) -> None:
        """Count a letter that stays open."""
        self.left[why] += 1
        if len(self.examples[why]) < MOST_EXAMPLES:
            self.examples[why].append(letter.at)


class Replay:
    """Sends letters back to the topics they came from; ``tally`` counts them as it goes."""

    def __init__(
        self,
        log: MessageLog,
        *,
        most_tries: int = DEFAULT_MOST_TRIES,
        force: bool = False,
        dry_run: bool = False,
    ) -> None:
        self.tally = Tally()
        self._log = log
        self._most_tries = most_tries
        self._force = force
        self._dry_run = dry_run
        self._topics: dict[str, bool] = {}

    def run(self, letters: Iterable[Letter]) -> None:
        """Replay all; raises LogUnavailableError when Kafka stops taking copies or markers."""
        for batch in _cut_batches(self._write_copies(letters)):
            if self._dry_run:
                self.tally.reasons.update(letter.reason for letter, _ in batch)
            else:
                self._send(batch)

    def _write_copies(self, letters: Iterable[Letter]) -> Iterator[tuple[Letter, Outgoing]]:
        for letter in letters:
            copy = self._write_copy(letter)
            if isinstance(copy, Refusal):
                self.tally.leave(letter, copy.why)
            else:
                yield letter, copy

    def _write_copy(self, letter: Letter) -> Outgoing | Refusal:
        refusal = check_replay(letter, self._most_tries, force=self._force)
        if refusal is not None or letter.origin is None:
            return refusal or Refusal("it came from nowhere")
        topic = letter.origin.topic
        if topic not in self._topics:
            self._topics[topic] = bool(self._log.measure(topic))
        if not self._topics[topic]:
            return Refusal(f"there is no topic {topic}")
        value: bytes | Refusal = letter.value
        if letter.left_out_bytes is not None:
            value = restore_value(letter, read_one(self._log, letter.origin))
        return value if isinstance(value, Refusal) else write_copy(letter, topic, value)

    def _send(self, batch: Sequence[tuple[Letter, Outgoing]]) -> None:
        outcomes = self._log.send([copy for _, copy in batch])  # 1, 2
        sent: list[Letter] = []
        broken: str | None = None
        for (letter, _), failure in zip(batch, outcomes, strict=True):
            if failure is None:
                sent.append(letter)
                continue
            self.tally.leave(letter, failure.why)
            broken = broken if failure.is_final else failure.why
        mark_letters(self._log, "replayed", [each.at for each in sent])  # 3
        self.tally.reasons.update(each.reason for each in sent)
        if broken is not None:
            raise LogUnavailableError(broken)


class Purge:
    """Marks letters as done with; their bytes stay until the topic's retention."""

    def __init__(self, log: MessageLog, *, dry_run: bool = False) -> None:
        self.tally = Tally()
        self._log = log
        self._dry_run = dry_run

    def run(self, letters: Iterable[Letter]) -> None:
        """Mark all; raises LogUnavailableError when Kafka stops taking markers."""
        # Position and reason alone: 500 values could be 8 GB.
        batch: list[tuple[Position, str]] = []
        for each in letters:
            batch.append((each.at, each.reason))
            if len(batch) == MOST_OFFSETS:
                self._mark(batch)
                batch = []
        self._mark(batch)

    def _mark(self, batch: Sequence[tuple[Position, str]]) -> None:
        if not self._dry_run:
            mark_letters(self._log, "purged", [at for at, _ in batch])
        self.tally.reasons.update(reason for _, reason in batch)


def mark_letters(log: MessageLog, how: How, letters: Iterable[Position]) -> None:
    """Return when all replicas have the markers; raises LogUnavailableError.

    At most ``MOST_OFFSETS`` letters of a partition go into one marker.
    """
    offsets: dict[tuple[str, int], list[int]] = defaultdict(list)
    for each in letters:
        offsets[each.topic, each.partition].append(each.offset)
    markers = [
        Outgoing(topic, None, b"", write_marker(how, some[start : start + MOST_OFFSETS]), partition)
        for (topic, partition), some in offsets.items()
        for start in range(0, len(some), MOST_OFFSETS)
    ]
    for failure in log.send(markers):
        if failure is not None:
            raise LogUnavailableError(f"letters could not be marked as {how}: {failure.why}")


def _cut_batches(
    copies: Iterable[tuple[Letter, Outgoing]],
) -> Iterator[list[tuple[Letter, Outgoing]]]:
    batch: list[tuple[Letter, Outgoing]] = []
    size = 0
    for letter, copy in copies:
        batch.append((letter, copy))
        size += len(copy.value)
        if len(batch) == MOST_OFFSETS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
