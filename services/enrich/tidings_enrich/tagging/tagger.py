"""The port behind which a model reads sentences; rules over the whole article stand around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from tidings.tags import EntityType


class NameSpan(NamedTuple):
    """A name in one sentence: code points from ``start`` up to, not including, ``end``.

    ``strength`` is how much the model holds to it, 0 to 1, and ``confidence`` how often names of
    that strength are right; None where the model cannot tell.
    """

    start: int
    end: int
    type: EntityType
    strength: float = 1.0
    confidence: float | None = None


class SentenceReading(NamedTuple):
    """What a model makes of one sentence.

    ``names`` are in order of ``start`` and never overlap. ``borders`` are the offsets at which a
    word ends or begins, the ends of the sentence with them; empty where the model cuts no words.
    """

    names: list[NameSpan]
    borders: frozenset[int] = frozenset()


class Tagger(Protocol):
    """Finds names in sentences. An implementation is pure: the same sentences, the same names."""

    name: str
    """Names the model and its version, for an article's lineage."""

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return what is in each sentence.

        Sentences may be empty or hold any characters; batching is the implementation's business.
        """
        ...
