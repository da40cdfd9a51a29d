"""Mend names of persons that a model cut by one sign: 董事长[魏哲]家、 and 妻子时[春燕]."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.folding import is_wide
from tidings_enrich.tagging.names.mentions import Mention, ends_name
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import load_words


class _Words(NamedTuple):
    surnames: frozenset[str]
    kin: tuple[str, ...]
    no_given: frozenset[str]


@cache
def _load_words() -> _Words:
    names = load_words("names")
    functions = frozenset(load_words("boundaries")["characters"])
    return _Words(
        frozenset(names["surnames"]),
        tuple(names["kin"]),
        functions | frozenset(names["no_given_names"]),
    )


def mend_person_ends(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of folded ``text`` with persons of two signs made whole."""
    mended = list(mentions)
    starts = {each.start for each in mended}
    ends = {each.end for each in mended}
    for at, each in enumerate(mended):
        if each.type == "person" and each.end - each.start == 2:
            mended[at] = _take_in(text, each, starts, ends)
    return mended


def _take_in(text: str, person: Mention, starts: set[int], ends: set[int]) -> Mention:
    words, (start, end, _) = _load_words(), person
    if text[start] in words.surnames:
        if (
            end not in starts
            and end < len(text)
            and is_wide(text[end])
            and text[end] not in words.no_given
            and end + 1 < len(text)
            and not is_wide(text[end + 1])
            and not ends_name(text, end)
            and find_title_start(text, start) is not None
        ):
            return person._replace(end=end + 1)
    elif (
        start
        and start not in ends
        and text[start - 1] in words.surnames
        and (
            text.endswith(words.kin, 0, start - 1) or find_title_start(text, start - 1) is not None
        )
    ):
        return person._replace(start=start - 1)
    return person
