"""How each family of networks writes a name as labels of its tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tidings.tags import EntityType


class Chain(NamedTuple):
    """The labels of one kind of name: one token ``alone``, else ``first``, ``inner``…, ``last``."""

    alone: int
    first: int
    inner: int
    last: int


class LabelScheme(NamedTuple):
    """The chains that are names, with the type of each.

    ``going_on`` are the labels that carry on what stands before them: a name has ended only where
    none of these follows.
    """

    chains: tuple[Chain, ...]
    types: tuple[EntityType, ...]
    going_on: tuple[int, ...] = ()


ReadScheme = Callable[[Sequence[str]], LabelScheme]
"""Takes the names of a network's outputs, in their order."""

# LAC has times as well, foolnltk times and offices; rules find those.
LAC_TYPES: dict[str, EntityType] = {"PER": "person", "LOC": "place", "ORG": "organization"}
FOOLNLTK_TYPES: dict[str, EntityType] = {
    "person": "person",
    "location": "place",
    "org": "organization",
    "company": "organization",
}


def read_words(labels: Sequence[str]) -> LabelScheme:
    """Read LAC's labels: ``x-B`` begins a word, ``x-I`` of whatever type goes on with it."""
    at = {label: place for place, label in enumerate(labels)}
    words = [(at[f"{kind}-B"], at[f"{kind}-I"]) for kind in LAC_TYPES]
    return LabelScheme(
        tuple(Chain(begin, begin, inside, inside) for begin, inside in words),
        tuple(LAC_TYPES.values()),
        tuple(place for place, label in enumerate(labels) if label.endswith("-I")),
    )


def read_begin_end(labels: Sequence[str]) -> LabelScheme:
    """Read foolnltk's labels: ``S_x`` alone, or ``B_x`` to ``E_x`` with ``M_x`` between them."""
    at = {label: place for place, label in enumerate(labels)}
    return LabelScheme(
        tuple(Chain(*(at[f"{mark}_{kind}"] for mark in "SBME")) for kind in FOOLNLTK_TYPES),
        tuple(FOOLNLTK_TYPES.values()),
    )
