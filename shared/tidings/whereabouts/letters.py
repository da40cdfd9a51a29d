"""The open dead letters by article, read on from where the last question ended.

Only positions are kept, 300 bytes a letter with its key; a letter itself is read when it is asked
for. What is settled, or fell off the topic, is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tidings.dead_letter import Position
from tidings.dlq.letter import StoredMessage, read_letter
from tidings.dlq.markers import Marker, SettledLetters, read_marker
from tidings.dlq.ports import Stretch
from tidings.identity import ID_HEX_DIGITS
from tidings.whereabouts.budget import Budget, SpentError
from tidings.whereabouts.facts import read_value
from tidings.whereabouts.findings import InDeadLetters
from tidings.whereabouts.messages import read_at
from tidings.whereabouts.ports import Topics

# 15 MB. An installation with more open letters has another problem first.
MOST_LETTERS: Final = 50_000
# An article that fails again and again has a letter each time; the newest ones tell enough.
MOST_OF_AN_ARTICLE: Final = 5


class LetterDirectory:
    """Finds the open letters of an article on ``names``, the topics of dead letters."""

    def __init__(
        self, topics: Topics, names: Sequence[str], most_letters: int = MOST_LETTERS
    ) -> None:
        self._topics = topics
        self._names = names
        self._most = most_letters
        # Kept when the letters are read anew: a marker stands behind its letters.
        self._settled = SettledLetters()
        self._is_reading_again = False
        self._start_over()

    def find(self, article_id: str, budget: Budget) -> list[InDeadLetters]:
        """Return the newest open letters; raises SpentError, UnavailableError.

        A question that could not be answered leaves what it read: the next one goes on from there.
        """
        self._read_on(budget)
        positions = self._positions.get(article_id.encode("ascii"), [])
        if not positions and self._has_forgotten:
            raise SpentError(f"more than {self._most:,} dead letters are open; settle some")
        found = (self._read_letter(at, budget) for at in positions[-MOST_OF_AN_ARTICLE:])
        return [each for each in found if each is not None]

    def _start_over(self) -> None:
        self._following: dict[tuple[str, int], int] = {}
        self._keys: dict[tuple[str, int], dict[int, bytes]] = {}
        self._positions: dict[bytes, list[Position]] = {}
        self._count = 0
        self._has_forgotten = False

    def _read_on(self, budget: Budget) -> None:
        if self._has_forgotten and self._count <= self._most // 2:
            self._is_reading_again = True
            self._start_over()
        for stretch in [
            each for name in self._names for each in self._topics.measure(name, budget)
        ]:
            where = (stretch.topic, stretch.partition)
            if self._following.get(where, 0) > stretch.end:
                # The topic was made anew.
                self._settled = SettledLetters()
                self._is_reading_again = False
                self._forget_before(where, self._following.pop(where))
            self._forget_before(where, stretch.start)
            start = max(stretch.start, self._following.get(where, 0))
            for message in self._read(replace(stretch, start=start), budget):
                self._note(message)
                self._following[where] = message.at.offset + 1
            self._following[where] = stretch.end

    def _note(self, message: StoredMessage) -> None:
        where = (message.at.topic, message.at.partition)
        marker = read_marker(message)
        if marker is not None:
            self._settled.add(message.at, marker)
            self._settle(where, marker)
            return
        is_article = message.key is not None and len(message.key) == ID_HEX_DIGITS
        if is_article and not (self._is_reading_again and self._settled.find(message.at)):
            self._add(where, message.key or b"", message.at)

    def _add(self, where: tuple[str, int], key: bytes, at: Position) -> None:
        self._keys.setdefault(where, {})[at.offset] = key
        self._positions.setdefault(key, []).append(at)
        self._count += 1
        if self._count > self._most:
            self._has_forgotten = True
            self._forget(where, next(iter(self._keys[where])))

    def _settle(self, where: tuple[str, int], marker: Marker) -> None:
        known = self._keys.get(where, {})
        for span in marker.offsets:
            # A span can be of millions; what is known is bounded.
            few = span if len(span) <= len(known) else list(known)
            for offset in [each for each in few if each in known and each in span]:
                self._forget(where, offset)

    def _forget_before(self, where: tuple[str, int], start: int) -> None:
        known = self._keys.get(where, {})
        while known and (oldest := next(iter(known))) < start:
            self._forget(where, oldest)

    def _forget(self, where: tuple[str, int], offset: int) -> None:
        key = self._keys[where].pop(offset)
        left = [each for each in self._positions.pop(key) if each != Position(*where, offset)]
        if left:
            self._positions[key] = left
        self._count -= 1

    def _read_letter(self, at: Position, budget: Budget) -> InDeadLetters | None:
        message = read_at(self._topics, at, budget)
        if message is None:
            return None
        letter = read_letter(message)
        facts = read_value(letter.value)
        if letter.left_out_bytes is not None and letter.origin is not None:
            original = read_at(self._topics, letter.origin, budget)
            if original is not None and original.key == letter.key:
                facts = read_value(original.value)
        return InDeadLetters(
            facts,
            at,
            letter.stage,
            letter.reason,
            letter.detail,
            letter.origin,
            letter.failed_at,
        )

    def _read(self, stretch: Stretch, budget: Budget) -> Iterator[StoredMessage]:
        if stretch.start < stretch.end:
            yield from self._topics.read(stretch, budget)
