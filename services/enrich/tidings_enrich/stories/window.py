"""The articles of the last days, in a bounded room where those with like sketches are found. Pure.

Locality-sensitive hashing: a MinHash of 126 values makes 42 bands of three, and whoever has a band
in common is compared. Two texts that are like each other by 0.4 share one with a chance of 0.94, by
0.5 of 0.996, by 0.05 of 0.005.

Everything stands in arrays that are made once, 620 bytes an article; its name in a dict takes 150
more. An article has a number that grows, and its slot is the number modulo the capacity. Each band
has a table of the newest article by bucket, and each slot says which article was there before: a
chain that ends where it comes to an article that has left. So nothing is ever deleted from it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidings_enrich.stories.sketch import (
    LEAST_LIKENESS,
    MOST_NUMBERS,
    VALUES,
    Bytes,
    Numbers,
    Sketch,
    measure_likeness,
    share_numbers,
)

BANDS: Final = 42
ROWS: Final = 3
# Of a band that hundreds share, the newest are looked at: 42 x 32 rows take 0.1 ms to compare.
MOST_STEPS: Final = 32
_MIX: Final = np.uint32(2_654_435_761)
_BAND: Final = np.arange(BANDS)


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
        bits = max(4, (capacity - 1).bit_length())
        self._shift = np.uint32(32 - bits)
        self._newest = np.zeros((BANDS, 1 << bits), np.int32)
        self._before = np.zeros((BANDS, capacity), np.int32)
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
            self._before[:, slot] = 0
            return
        self._minhash[slot] = entry.sketch.minhash
        self._numbers[slot] = 0
        self._numbers[slot, : len(entry.sketch.numbers)] = entry.sketch.numbers
        buckets = self._find_buckets(entry.sketch.minhash)
        self._before[:, slot] = self._newest[_BAND, buckets]
        self._newest[_BAND, buckets] = number

    def find_nearest(self, sketch: Sketch, *, besides: str, since_ms: int) -> Entry | None:
        """Return the article that is most like ``sketch``, the oldest of equals; None for no copy.

        ``besides`` is left out, and so is what came before ``since_ms``.
        """
        return self._choose(sketch, self._find_candidates(sketch.minhash), besides, since_ms)

    def find_nearest_behind(
        self, place: int, sketch: Sketch, *, besides: str, since_ms: int
    ) -> Entry | None:
        """Return it of those that stand on the topic behind ``place``: the newest few."""
        numbers = range(self._first, self._next)
        start = bisect_right(numbers, place, key=self._get_place)
        found = np.arange(numbers.start + start, numbers.stop, dtype=np.int32)
        return self._choose(sketch, found, besides, since_ms)

    def _choose(
        self, sketch: Sketch, numbers: NDArray[np.int32], besides: str, since_ms: int
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

    def _find_candidates(self, minhash: Bytes) -> NDArray[np.int32]:
        """Return the numbers of those in the same bucket of any band, each once."""
        numbers = self._newest[_BAND, self._find_buckets(minhash)]
        found = [numbers]
        bands = _BAND
        for _ in range(MOST_STEPS - 1):
            held = numbers >= self._first
            bands, numbers = bands[held], numbers[held]
            if not len(bands):
                break
            numbers = self._before[bands, numbers % self._capacity]
            found.append(numbers)
        unique = np.unique(np.concatenate(found))
        return unique[unique >= self._first]

    def _find_buckets(self, minhash: Bytes) -> NDArray[np.uint32]:
        rows = minhash[: BANDS * ROWS].reshape(BANDS, ROWS).astype(np.uint32)
        return (rows @ np.array((1, 1 << 8, 1 << 16), np.uint32)) * _MIX >> self._shift

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
