"""Who shares a band of values with whom: locality-sensitive hashing in a fixed room. Pure.

A MinHash of 126 values makes 42 bands of three. Two texts that are like each other by 0.4 share one
with a chance of 0.94, by 0.5 of 0.996, by 0.05 of 0.005.

Each band has a table of the newest number by bucket, and each slot says which number was there
before: a chain that ends where it comes to a number that has left. So nothing is ever deleted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tidings_enrich.stories.sketch import Bytes

BANDS: Final = 42
ROWS: Final = 3
# Of a band that hundreds share, the newest are looked at: 42 x 32 rows take 0.1 ms to compare.
MOST_STEPS: Final = 32
_MIX: Final = np.uint32(2_654_435_761)
_PLACES: Final = np.array((1, 1 << 8, 1 << 16), np.uint32)
_BAND: Final = np.arange(BANDS)

Counted = NDArray[np.int32]


class Bands:
    """Finds numbers by what they share. Numbers grow, begin with 1, and stand in slots.

    The slot of a number is its rest by ``capacity``: 336 to 504 bytes a number.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        bits = max(4, (capacity - 1).bit_length())
        self._shift = np.uint32(32 - bits)
        self._newest = np.zeros((BANDS, 1 << bits), np.int32)
        self._before = np.zeros((BANDS, capacity), np.int32)

    def add(self, number: int, minhash: Bytes) -> None:
        """Add the next number."""
        buckets = self._find_buckets(minhash)
        self._before[:, number % self._capacity] = self._newest[_BAND, buckets]
        self._newest[_BAND, buckets] = number

    def find(self, minhash: Bytes, first: int) -> Counted:
        """Return the numbers from ``first`` on that share a bucket, each once, in order."""
        numbers = self._newest[_BAND, self._find_buckets(minhash)]
        found = [numbers]
        bands = _BAND
        for _ in range(MOST_STEPS - 1):
            held = numbers >= first
            bands, numbers = bands[held], numbers[held]
            if not len(bands):
                break
            numbers = self._before[bands, numbers % self._capacity]
            found.append(numbers)
        unique = np.unique(np.concatenate(found))
        return unique[unique >= first]

    def _find_buckets(self, minhash: Bytes) -> NDArray[np.uint32]:
        rows = minhash[: BANDS * ROWS].reshape(BANDS, ROWS).astype(np.uint32)
        return (rows @ _PLACES) * _MIX >> self._shift
