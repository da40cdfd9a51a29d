"""What changed between two revisions, line by line and within lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

FIELDS: Final = (
    *("kicker", "headline", "subhead", "byline", "dateline", "captions", "body"),
    *("url", "language", "published_at"),
)
# Paragraphs that stay and are shown, before and after what changed.
CONTEXT: Final = 1
# Lines and pieces are compared in the square of their number; beyond that a text is called replaced
# as a whole. A newspaper article has 50 lines, a line 100 words.
MOST_LINES: Final = 2_000
MOST_PIECES: Final = 600
# Lines that have less in common are another sentence: single words in them are no news.
LEAST_ALIKE: Final = 0.4
# Words of spaced scripts, each character of the others.
_PIECES: Final = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|\s+|.", re.DOTALL)

Sign = Literal[" ", "-", "+", "…"]
"""Kept, taken out, put in; and the place of kept lines that are left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison; each piece says whether it is what changed in a changed line."""

    sign: Sign
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not the same, and how."""

    field: str
    lines: tuple[Line, ...]


def compare_revisions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the fields that differ, in the order in which a reader meets them."""
    both = ((name, _list_lines(before.get(name)), _list_lines(after.get(name))) for name in FIELDS)
    return [Change(name, tuple(_compare(old, new))) for name, old, new in both if old != new]


def _list_lines(value: object) -> list[str]:
    match value:
        case None:
            return []
        case str():
            return value.split("\n")
        case list() | tuple():
            return [line for each in value for line in _list_lines(each)]
        case {"text": text, **others}:
            photographer = others.get("photographer")
            return [f"{text} ({photographer})" if photographer else str(text)]
        case _:
            return [str(value)]


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    if max(len(old), len(new)) > MOST_LINES:
        yield from _replace(old, new)
        return
    end = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        if group[0][1] > end:
            yield Line("…")
        for kind, start, stop, new_start, new_stop in group:
            if kind == "equal":
                yield from (Line(" ", ((each, False),)) for each in old[start:stop])
            else:
                yield from _replace(old[start:stop], new[new_start:new_stop])
        end = group[-1][2]
    if end < len(old):
        yield Line("…")


def _replace(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Compare lines in pairs as far as there are; all that go stand before all that come."""
    pairs = [_compare_pair(one, other) for one, other in zip(old, new, strict=False)]
    yield from (before for before, _ in pairs)
    yield from (Line("-", ((each, False),)) for each in old[len(pairs) :])
    yield from (after for _, after in pairs)
    yield from (Line("+", ((each, False),)) for each in new[len(pairs) :])


def _compare_pair(old: str, new: str) -> tuple[Line, Line]:
    pieces = _PIECES.findall(old), _PIECES.findall(new)
    if max(map(len, pieces)) > MOST_PIECES:
        return Line("-", ((old, False),)), Line("+", ((new, False),))
    matcher = SequenceMatcher(None, *pieces, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return Line("-", ((old, False),)), Line("+", ((new, False),))
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for kind, start, stop, new_start, new_stop in matcher.get_opcodes():
        before.append(("".join(pieces[0][start:stop]), kind != "equal"))
        after.append(("".join(pieces[1][new_start:new_stop]), kind != "equal"))
    return Line("-", _join(before)), Line("+", _join(after))


def _join(pieces: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    return tuple(each for each in pieces if each[0])
