"""The lists of LAC, one entry a line and columns between tabs, in the form that taggers read."""

from __future__ import annotations

from pathlib import Path


def read_columns(path: Path) -> list[tuple[str, str]]:
    """Return the two columns of each line; what follows the first tab may be white space."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(left, right) for left, tab, right in (line.partition("\t") for line in lines) if tab]


def read_labels(path: Path, count: int) -> tuple[str, ...]:
    """Return ``count`` labels by id; where an id is repeated, its last line counts.

    The list first gives the ids of names the labels of a tag set without names (nr, ns, nt). Ids
    without a line are outputs that were never trained: outside, as the label O is.
    """
    labels = ["O-B"] * count
    for number, label in read_columns(path):
        labels[int(number)] = "O-B" if label == "O" else label
    return tuple(labels)


def read_vocabulary(words: Path, replacements: Path) -> tuple[dict[str, int], int]:
    """Return the id of each token, the replacements already made, and the id of all others.

    The networks know 万 and a; the replacements lead 萬 and the full-width ａ there.
    """
    ids = {word: int(number) for number, word in read_columns(words)}
    unknown = ids["OOV"]
    replaced = dict(read_columns(replacements))
    known = ids.keys() | replaced.keys()
    return {token: ids.get(replaced.get(token, token), unknown) for token in sorted(known)}, unknown


def read_word_counts(path: Path) -> tuple[tuple[str, ...], int]:
    """Return the words of a list with counts, and the sum of the counts."""
    pairs = [line.split(" ") for line in path.read_text(encoding="utf-8").split("\n") if line]
    return tuple(word for word, _ in pairs), sum(int(count) for _, count in pairs)
