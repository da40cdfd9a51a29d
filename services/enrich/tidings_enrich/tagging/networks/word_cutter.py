"""LAC's way of cutting text into words, kept exactly: its network learnt from these words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

_ALPHANUMERIC = re.compile("[a-zA-Z0-9]")


class WordCutter:
    """Cuts text into words of a list and single characters, with the highest sum of scores.

    A word scores log(its length) - log(total of the list's counts): fewer words win, and of
    equally many those of like length. How often a word was counted plays no part, as in LAC.
    """

    def __init__(self, words: Iterable[str], total: int) -> None:
        self._is_word: dict[str, bool] = {}
        for word in words:
            self._is_word[word] = True
        for word in list(self._is_word):
            for end in range(1, len(word)):
                self._is_word.setdefault(word[:end], False)
        longest = max(map(len, self._is_word), default=1)
        self._scores = [0.0] + [math.log(n) - math.log(total) for n in range(1, longest + 1)]

    def cut(self, text: str) -> list[str]:
        """Return the words; joined, they are ``text``."""
        return list(_join_alphanumerics(self._cut_into_words(text)))

    def _cut_into_words(self, text: str) -> Iterator[str]:
        end_of = self._find_best_ends(text)
        start = 0
        while start < len(text):
            yield text[start : end_of[start]]
            start = end_of[start]

    def _find_best_ends(self, text: str) -> list[int]:
        """Return for each place where the best first word of the rest ends, right to left."""
        look_up, scores, n = self._is_word.get, self._scores, len(text)
        best = [0.0] * (n + 1)
        ends = [0] * n
        for start in range(n - 1, -1, -1):
            end = start + 1
            score = scores[1] + best[end]
            ends[start] = end
            is_word = look_up(text[start:end])
            while is_word is not None:
                if is_word and (found := scores[end - start] + best[end]) >= score:
                    score = found
                    ends[start] = end
                if end == n:
                    break
                end += 1
                is_word = look_up(text[start:end])
            best[start] = score
        return ends


def _join_alphanumerics(words: Iterable[str]) -> Iterator[str]:
    """Join runs of single letters and digits: H, 7, N, 9 become H7N9."""
    run = ""
    for word in words:
        if len(word) == 1 and _ALPHANUMERIC.match(word):
            run += word
            continue
        if run:
            yield run
            run = ""
        yield word
    if run:
        yield run
