"""The sketch of a text: at most 160 bytes by which texts are compared without being kept. Pure.

A MinHash tells how many of their pieces two texts share, as Jaccard's index. Of each value only
the lowest byte is kept: two are then equal by chance in one of 256 cases, which is taken out again.
Beside it stand some of the numbers in the text, since two reports on one form, of different days,
differ in little else.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from tidings_enrich.stories.boilerplate import drop_boilerplate
from tidings_enrich.stories.shingles import cut_shingles, list_numbers

# The standard error of an index of one half is 0.044.
VALUES: Final = 128
# Those with the smallest hashes, so that of the same numbers the same ones are kept.
MOST_NUMBERS: Final = 16
# Sketches are compared with those of a week ago: another seed is another ``METHOD``.
_SEED: Final = 42
# Says how sketches are made: pieces, boilerplate, hashes. Of another method, none are compared.
METHOD: Final = f"1.{RMinHash.ALGORITHM_VERSION}"
# About fifty characters of Chinese, or as many words; shorter texts are alike by their phrases.
FEWEST_SHINGLES: Final = 40
# A longer text is a book or a mistake; its beginning tells what it is.
MOST_CHARACTERS: Final = 50_000
# Chosen on one half of the pairs of tests/quality/story_pairs.py; docs/stories.md has the figures.
LEAST_LIKENESS: Final = 0.4
LEAST_COMMON_NUMBERS: Final = 0.5
# With fewer, one number that was corrected would decide.
FEWEST_NUMBERS: Final = 3

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.uint16]


class Sketch(NamedTuple):
    """``minhash`` has ``VALUES`` bytes, ``numbers`` at most ``MOST_NUMBERS`` hashes, none zero."""

    minhash: Bytes
    numbers: Numbers

    def to_text(self) -> str:
        """Return the sketch in Base64, as it travels."""
        return b64encode(self.minhash.tobytes() + self.numbers.astype("<u2").tobytes()).decode()


def read_sketch(text: str) -> Sketch:
    """Return the sketch that ``to_text`` wrote; raises ValueError for anything else."""
    raw = b64decode(text, validate=True)
    extra = len(raw) - VALUES
    if extra < 0 or extra % 2 or extra > 2 * MOST_NUMBERS:
        raise ValueError(f"a sketch of {len(raw)} bytes")
    minhash = np.frombuffer(raw, np.uint8, VALUES)
    return Sketch(minhash, np.frombuffer(raw, "<u2", offset=VALUES).astype(np.uint16))


def sketch_text(body: str) -> Sketch | None:
    """Return the sketch of ``body``; None for one that is too short to be told from others."""
    text = drop_boilerplate(body[:MOST_CHARACTERS])
    shingles = cut_shingles(text)
    if len(shingles) < FEWEST_SHINGLES:
        return None
    minhash = RMinHash(num_perm=VALUES, seed=_SEED)
    minhash.update(shingles)
    values = np.array(minhash.digest(), dtype=np.uint32).astype(np.uint8)
    hashes = sorted({_hash_number(each) for each in list_numbers(text)})
    return Sketch(values, np.array(hashes[:MOST_NUMBERS], dtype=np.uint16))


def measure_likeness(minhash: Bytes, others: Bytes) -> NDArray[np.float64]:
    """Return how like each row of ``others`` is: 0 to 1, by chance a little below 0."""
    same: NDArray[np.float64] = (others == minhash).mean(axis=1)
    return (same - 1 / 256) / (1 - 1 / 256)


def share_numbers(one: Numbers, other: Numbers) -> bool:
    """Return whether the text with fewer numbers has half of them in common with the other."""
    fewer = min(len(one), len(other))
    if fewer < FEWEST_NUMBERS:
        return True
    return len(np.intersect1d(one, other)) >= LEAST_COMMON_NUMBERS * fewer


def _hash_number(digits: str) -> int:
    """Return 1 to 65,535; two numbers of an article are taken for one in 1 of 65,535 cases."""
    return zlib.crc32(digits.encode()) % 0xFFFF + 1
