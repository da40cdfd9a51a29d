"""A text as the ids that a network reads, and where each of them ends in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from tidings_enrich.tagging.networks.word_cutter import WordCutter


class Tokens(NamedTuple):
    """``ids[i]`` stands for the code points from ``bounds[i]`` up to ``bounds[i + 1]``.

    ``borders`` are where words begin and end, if the text was cut into words: some of ``bounds``.
    """

    ids: list[int]
    bounds: Sequence[int]
    borders: Sequence[int] = ()


class Tokeniser(Protocol):
    """Turns a text into tokens that cover it without a hole."""

    def read(self, text: str) -> Tokens:
        """Return the tokens of ``text``, which may hold any characters."""
        ...


class CharacterTokeniser:
    """A token a character."""

    def __init__(self, vocabulary: Mapping[str, int], unknown: int) -> None:
        self._vocabulary = vocabulary
        self._unknown = unknown

    def read(self, text: str) -> Tokens:
        """Return the tokens of ``text``."""
        look_up, unknown = self._vocabulary.get, self._unknown
        return Tokens([look_up(each, unknown) for each in text], range(len(text) + 1))


class WordTokeniser:
    """A token a word; a word that the vocabulary lacks becomes a token a character."""

    def __init__(self, cutter: WordCutter, vocabulary: Mapping[str, int], unknown: int) -> None:
        self._cutter = cutter
        self._vocabulary = vocabulary
        self._unknown = unknown

    def read(self, text: str) -> Tokens:
        """Return the tokens of ``text``."""
        look_up, unknown = self._vocabulary.get, self._unknown
        ids: list[int] = []
        bounds, borders = [0], [0]
        for word in self._cutter.cut(text):
            borders.append(borders[-1] + len(word))
            known = look_up(word)
            if known is not None:
                ids.append(known)
                bounds.append(bounds[-1] + len(word))
                continue
            ids.extend(look_up(each, unknown) for each in word)
            bounds.extend(range(bounds[-1] + 1, bounds[-1] + len(word) + 1))
        return Tokens(ids, bounds, borders)
