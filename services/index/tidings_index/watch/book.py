"""Which deliveries wait and which are over, as the topic tells it. For any number of threads.

A delivery that waits costs its body, 1 to 10 KB; one that is over costs 150 bytes.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tidings.dead_letter import LASTING, TRIES
from tidings_index.watch.delivery import Offer

Headers = tuple[tuple[str, bytes], ...]
# 30 MB. At 1,000 posts a day that is longer than the topic keeps them.
MOST_REMEMBERED: Final = 200_000
# For one receiver: 10 MB at worst, and a week of a watch that matches 150 articles a day.
MOST_WAITING: Final = 1_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits: its newest offer, where that stands, and what it goes along with."""

    name: str
    offer: Offer
    offset: int
    headers: Headers = ()


class Book:
    """What was read from the topic, in its order; what it has known longest it forgets first."""

    def __init__(self, most_remembered: int = MOST_REMEMBERED) -> None:
        self._most_remembered = most_remembered
        self._lock = threading.Lock()
        self._waiting: dict[str, Waiting] = {}
        self._ended: dict[str, None] = {}

    def __len__(self) -> int:
        """Return how many deliveries wait."""
        return len(self._waiting)

    def note_offer(self, found: Waiting) -> None:
        """Take in an offer.

        One that was made again counts for nothing, unless a person has sent it once more: then its
        tries begin anew.
        """
        is_replayed = found.offer.tries == 0 and TRIES in dict(found.headers)
        with self._lock:
            if found.name in self._ended:
                if not is_replayed:
                    return
                del self._ended[found.name]
            known = self._waiting.get(found.name)
            if known is None or is_replayed or found.offer.tries >= known.offer.tries:
                kept = tuple(pair for pair in found.headers if pair[0] in LASTING)
                self._waiting[found.name] = Waiting(found.name, found.offer, found.offset, kept)

    def note_end(self, name: str) -> None:
        """Take in that a delivery is over."""
        with self._lock:
            self._waiting.pop(name, None)
            # Put behind the others, also where it was over before.
            self._ended.pop(name, None)
            self._ended[name] = None
            while len(self._ended) > self._most_remembered:
                del self._ended[next(iter(self._ended))]

    def is_known(self, name: str) -> bool:
        """Return whether the delivery waits or is over."""
        with self._lock:
            return name in self._waiting or name in self._ended

    def is_waiting(self, name: str) -> bool:
        """Return whether the delivery waits."""
        with self._lock:
            return name in self._waiting

    def find_due(self, now: datetime, partitions: Collection[int]) -> list[Waiting]:
        """Return what is due of the articles in ``partitions``, the longest due first."""
        with self._lock:
            due = [
                each
                for each in self._waiting.values()
                if each.offer.due_at <= now and each.offer.partition in partitions
            ]
        return sorted(due, key=lambda each: (each.offer.due_at, each.offset))

    def find_surplus(
        self, partitions: Collection[int], most: int = MOST_WAITING
    ) -> Iterator[Waiting]:
        """Give what is beyond ``most`` of one watch, the latest offers."""
        by_watch: dict[str, list[Waiting]] = {}
        with self._lock:
            for each in self._waiting.values():
                by_watch.setdefault(each.offer.watch, []).append(each)
        for waiting in by_watch.values():
            if len(waiting) > most:
                latest = sorted(waiting, key=lambda each: (each.offer.offered_at, each.offset))
                yield from (each for each in latest[most:] if each.offer.partition in partitions)
