"""The best label of each token: what a network says of it, and what may follow what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Transitions:
    """Scores of a linear chain over k labels.

    ``after[a, b]`` (k, k) is that of b after a, ``first`` and ``last`` (k) those of the ends.
    """

    after: NDArray[np.float32]
    first: NDArray[np.float32]
    last: NDArray[np.float32]


def find_best_paths(
    scores: NDArray[np.float32], lengths: NDArray[np.int32], transitions: Transitions
) -> NDArray[np.uint8]:
    """Return the labels with the highest sum for each column (the Viterbi algorithm).

    ``scores`` are (time, batch, k), ``lengths`` (batch) at least 1 and in descending order, so
    that the columns which still go on are always the first ones. Of equal sums the lower label
    wins. What stands below a column's length in the result (time, batch) means nothing.
    """
    time, batch, _ = scores.shape
    going = [int(np.count_nonzero(lengths > step)) for step in range(time)]
    # best[t, c, b]: the highest sum of a path through column c that has label b at time t.
    best = scores.copy()
    best[0] += transitions.first
    for step in range(1, time):
        n = going[step]
        best[step, :n] += (best[step - 1, :n, :, None] + transitions.after).max(axis=1)
    paths = np.zeros((time, batch), np.uint8)
    ends = best[lengths - 1, np.arange(batch)] + transitions.last
    label = ends.argmax(axis=1)
    into = np.ascontiguousarray(transitions.after.T)
    for step in range(time - 1, -1, -1):
        n = going[step]
        paths[step, :n] = label[:n]
        if step:
            label[:n] = (best[step - 1, :n] + into[label[:n]]).argmax(axis=1)
    return paths
