"""The articles of the last days, in a bounded room where those with like sketches are found. Pure.

Everything stands in arrays that are made once, 690 bytes an article; its name in a dict takes 150
more. An article has a number that grows, and its slot is the number's rest by the capacity.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from tidings_enrich.stories.bands import Bands, Counted
from tidings_enrich.stories.sketch import (
    LEAST_LIKENESS,
    MOST_NUMBERS,
    VALUES,
    Numbers,
    Sketch,
    measure_likeness,
    share_numbers,
)


class Entry(NamedTuple):
    """An article of the window; ``place`` is where on the topic it stands, ``at_ms`` since when."""

    id: str
    revision: int
    story: str
    nearest: str | None
    place: int
    at_ms: int
    sketch: Sketch | None


class Window:
    """Holds at most ``capacity`` articles, the newest ones."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._bands = Bands(capacity)
        self._minhash = np.zeros((capacity, VALUES), np.uint8)
        self._numbers = np.zeros((capacity, MOST_NUMBERS), np.uint16)
        self._names = np.zeros((capacity, 3), "V16")
        self._facts = np.zeros((capacity, 3), np.int64)
        self._sketched = np.zeros(capacity, np.bool_)
        # Numbers begin with 1: 0 is nobody.
        self._next = self._first = 1
        self._number_of: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._number_of)

    def get(self, article_id: str) -> Entry | None:
        """Return the entry of an article, None when it is not here."""
        number = self._number_of.get(bytes.fromhex(article_id))
        return None if number is None else self._read(number)

    def put(self, entry: Entry, since_ms: int) -> None:
        """Add an article as the newest one, in place of an earlier entry of it.

        Those from before ``since_ms`` leave, and the oldest one where there is no more room.
        """
        key = bytes.fromhex(entry.id)
        self._drop(self._number_of.get(key))
        while self._first < self._next and self._is_over(self._first, since_ms):
            self._drop(self._first)
            self._first += 1
        number, slot = self._next, self._next % self._capacity
        self._next += 1
        nearest = bytes.fromhex(entry.nearest or "0" * 32)
        self._names[slot] = (key, bytes.fromhex(entry.story), nearest)
        self._facts[slot] = (entry.revision, entry.place, entry.at_ms)
        self._number_of[key] = number
        self._sketched[slot] = entry.sketch is not None
        if entry.sketch is None:
            return
        self._minhash[slot] = entry.sketch.minhash
        self._numbers[slot] = 0
        self._numbers[slot, : len(entry.sketch.numbers)] = entry.sketch.numbers
        self._bands.add(number, entry.sketch.minhash)

    def find_nearest(self, sketch: Sketch, *, besides: str, since_ms: int) -> Entry | None:
        """Return the article that is most like ``sketch``, the oldest of equals; None for no copy.

        ``besides`` is left out, and so is what came before ``since_ms``.
        """
        return self._choose(
            sketch, self._bands.find(sketch.minhash, self._first), besides, since_ms
        )

    def find_nearest_behind(
        self, place: int, sketch: Sketch, *, besides: str, since_ms: int
    ) -> Entry | None:
        """Return it of those that stand on the topic behind ``place``: the newest few."""
        numbers = range(self._first, self._next)
        start = bisect_right(numbers, place, key=self._get_place)
        found = np.arange(numbers.start + start, numbers.stop, dtype=np.int32)
        return self._choose(sketch, found, besides, since_ms)

    def _choose(
        self, sketch: Sketch, numbers: Counted, besides: str, since_ms: int
    ) -> Entry | None:
        slots = numbers % self._capacity
        fit = self._sketched[slots] & (self._facts[slots, 2] >= since_ms)
        numbers, slots = numbers[fit], slots[fit]
        likeness = measure_likeness(sketch.minhash, self._minhash[slots])
        for at in np.lexsort((numbers, -likeness)):
            if likeness[at] < LEAST_LIKENESS:
                return None
            entry = self._read(int(numbers[at]))
            same = share_numbers(sketch.numbers, self._read_numbers(int(slots[at])))
            if same and entry.id != besides:
                return entry
        return None

    def _get_place(self, number: int) -> int:
        return int(self._facts[number % self._capacity, 1])

    def _read(self, number: int) -> Entry:
        slot = number % self._capacity
        key, story, nearest = (bytes(each).hex() for each in self._names[slot])
        revision, place, at_ms = map(int, self._facts[slot])
        sketch = None
        if self._sketched[slot]:
            sketch = Sketch(self._minhash[slot].copy(), self._read_numbers(slot))
        return Entry(
            key, revision, story, nearest if int(nearest, 16) else None, place, at_ms, sketch
        )

    def _read_numbers(self, slot: int) -> Numbers:
        numbers: Numbers = self._numbers[slot]
        return numbers[np.flatnonzero(numbers)]

    def _is_over(self, number: int, since_ms: int) -> bool:
        is_full = self._next - number >= self._capacity
        return is_full or int(self._facts[number % self._capacity, 2]) < since_ms

    def _drop(self, number: int | None) -> None:
        """Let an article leave; its slot stays in the chains until the window has gone past it."""
        if number is None:
            return
        slot = number % self._capacity
        key = bytes(self._names[slot, 0])
        if self._number_of.get(key) == number:
            del self._number_of[key]
        self._sketched[slot] = False
