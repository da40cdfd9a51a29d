"""How likely each label of a batch is, over all paths of a linear chain (forward-backward).

Everything is done in probabilities, a step for all columns of a batch at once, so that a step is a
product of two small matrices. That costs less than a search for the best path, whose step looks at
every pair of labels by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Lengths = NDArray[np.int32]

# Sums shrink from step to step, by e^-7 or so with these networks: after four steps 32 bits still
# hold them, and scaling each of the four would cost as much as the sums do.
_SCALED = 4
_TINY = np.finfo(np.float32).tiny


@dataclass(frozen=True, slots=True)
class Transitions:
    """Scores of a linear chain over k labels.

    ``after[a, b]`` (k, k) is that of b after a, ``first`` and ``last`` (k) those of the ends.
    """

    after: Floats
    first: Floats
    last: Floats


class Lattice:
    """All paths through the labels of a batch.

    ``scores`` are (time, batch, k), ``lengths`` (batch) at least 1 and in descending order, so that
    the columns which still go on are always the first ones. What stands below a column's length in
    any result means nothing.
    """

    def __init__(self, scores: Floats, lengths: Lengths, transitions: Transitions) -> None:
        self.lengths = lengths
        steps = np.arange(scores.shape[0])
        self._going: list[int] = np.searchsorted(-lengths, -steps).tolist()
        self._moves = np.exp(transitions.after - transitions.after.max())
        likely = np.exp(scores - scores.max(axis=2, keepdims=True))
        ahead = self._look_ahead(likely, np.exp(transitions.last - transitions.last.max()))
        behind = self._look_behind(likely, np.exp(transitions.first - transitions.first.max()))
        ahead /= _guard(ahead.max(axis=2, keepdims=True))
        behind /= _guard(behind.max(axis=2, keepdims=True))
        self._rest = likely * ahead
        whole = behind * ahead
        self.labels: Floats = whole / _guard(whole.sum(axis=2, keepdims=True))
        """The probability of each label at each step (time, batch, k)."""

    def _look_ahead(self, likely: Floats, last: Floats) -> Floats:
        """Return for each label how likely all is that comes after it, in a scale of its step."""
        ahead = np.empty_like(likely)
        ahead[:] = last
        back = np.ascontiguousarray(self._moves.T)
        for step in range(len(self._going) - 1, 0, -1):
            n = self._going[step]
            found = (likely[step, :n] * ahead[step, :n]) @ back
            if step % _SCALED == 0:
                found /= _guard(found.max(axis=1, keepdims=True))
            ahead[step - 1, :n] = found
        return ahead

    def _look_behind(self, likely: Floats, first: Floats) -> Floats:
        """Return for each label how likely it is with all before it, in a scale of its step."""
        behind = likely.copy()
        behind[0] *= first
        for step, n in enumerate(self._going[1:], start=1):
            here = behind[step, :n]
            here *= behind[step - 1, :n] @ self._moves
            if step % _SCALED == 0:
                here /= _guard(here.max(axis=1, keepdims=True))
        return behind

    def move(self, before: Sequence[int], after: Sequence[int]) -> Floats:
        """Return how likely ``after[i]`` is at each step where ``before[i]`` came before it.

        (time, batch, len(after)); the first step means nothing.
        """
        either = self._rest @ self._moves[before].T
        one = self._rest[..., after] * self._moves[before, after]
        return np.asarray(one / _guard(either), np.float32)

    def end(self, labels: Sequence[int], going_on: Sequence[int]) -> Floats:
        """Return how likely it is that none of ``going_on`` follows each of ``labels``."""
        ended = np.ones((*self._rest.shape[:2], len(labels)), np.float32)
        if going_on:
            either = self._rest[1:] @ self._moves[labels].T
            on = self._rest[1:][..., going_on] @ self._moves[np.ix_(labels, going_on)].T
            steps = np.arange(1, len(ended))[:, None]
            ended[:-1] -= (on / _guard(either)) * (steps < self.lengths)[..., None]
        return ended


def _guard(sums: Floats) -> Floats:
    """Keep a column whose paths are all too unlikely for 32 bits from being divided by nought."""
    return np.maximum(sums, _TINY)
