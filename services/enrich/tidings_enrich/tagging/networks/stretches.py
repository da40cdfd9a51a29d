"""The names in a batch, each with its probability: all that is likely enough, not the best path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidings_enrich.tagging.networks.label_schemes import LabelScheme
from tidings_enrich.tagging.networks.lattice import Lattice


class Stretch(NamedTuple):
    """Tokens of a column from ``start`` up to, not including, ``end``: a name of a kind of chain.

    ``chain`` is its place in the scheme.
    """

    column: int
    start: int
    end: int
    chain: int
    probability: float


def find_stretches(lattice: Lattice, scheme: LabelScheme, least: float) -> Iterator[Stretch]:
    """Yield each stretch that is a name with a probability of ``least`` or more, in no order.

    Takes time linear in the length, since at most 1 / ``least`` names of a chain are open at a
    token.
    """
    alone, first, inner, last = (list(each) for each in zip(*scheme.chains, strict=True))
    inside = np.arange(len(lattice.labels))[:, None] < lattice.lengths
    single = lattice.labels[..., alone] * lattice.end(alone, scheme.going_on) * inside[..., None]
    step, column, chain = np.nonzero(single >= least)
    yield from _list(column, step, step + 1, chain, single[step, column, chain])
    begun = lattice.labels[..., first] * inside[..., None]
    start, column, chain = np.nonzero(begun >= least)
    open_ = begun[start, column, chain]
    step = start
    ended = lattice.end(last, scheme.going_on)
    closing, carrying = lattice.move(first, last), lattice.move(first, inner)
    later = lattice.move(inner, last), lattice.move(inner, inner)
    while True:
        step = step + 1
        kept = (open_ >= least) & (step < lattice.lengths[column])
        if not kept.any():
            return
        start, step, column, chain = (each[kept] for each in (start, step, column, chain))
        open_ = open_[kept]
        at = (step, column, chain)
        closed = open_ * closing[at] * ended[at]
        enough = closed >= least
        yield from _list(*(e[enough] for e in (column, start, step + 1, chain, closed)))
        open_ = open_ * carrying[at]
        closing, carrying = later


def _list(*parts: NDArray[np.generic]) -> Iterator[Stretch]:
    return map(Stretch, *(each.tolist() for each in parts))
