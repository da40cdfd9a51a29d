"""The port behind which a model finds names; rules over the whole article stand around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from tidings.tags import EntityType


class NameSpan(NamedTuple):
    """A name in one sentence: code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    type: EntityType


class Tagger(Protocol):
    """Finds names in sentences. An implementation is pure: the same sentences, the same names."""

    name: str
    """Names the model and its version, for an article's lineage."""

    def find_names(self, sentences: Sequence[str]) -> list[list[NameSpan]]:
        """Return the names of each sentence in order of ``start``, never overlapping.

        Sentences may be empty or hold any characters; batching is the implementation's business.
        """
        ...
