"""What two copies of a text share: its pieces, without what papers change freely. Pure.

Han and kana are cut into runs of five characters, other scripts into three words. Case, white
space, punctuation, widths and the Chinese script make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from tidings_enrich.tagging.folding import simplify

# Long enough that two articles share few by chance, short enough that a changed word costs few.
CHARACTERS: Final = 5
WORDS: Final = 3
# Scripts that put no spaces between words.
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# A number with its point is one word.
_NUMBER: Final = re.compile(r"\d+(?:[.,．]\d+)*")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_WORD: Final = re.compile(r"[\W_]+")


def cut_shingles(text: str) -> Sequence[str]:
    """Return the pieces of ``text``, with repeats, in order; none of one without words.

    The time is that of the length.
    """
    if is_dense(text):
        # Punctuation first: what is left is most often normal already, which is soon seen.
        written = simplify(_NO_WORD.sub("", _normalize(_NO_WORD.sub("", text))))
        return [written[at : at + CHARACTERS] for at in range(len(written) - CHARACTERS + 1)]
    words = _WORD.findall(_normalize(text).replace("’", "'"))
    return [" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)]


def list_numbers(text: str) -> frozenset[str]:
    """Return the numbers that stand in ``text`` in digits, each as its digits alone."""
    return frozenset(
        _NO_WORD.sub("", unicodedata.normalize("NFKC", each)) for each in _NUMBER.findall(text)
    )


def is_dense(text: str) -> bool:
    """Return whether most letters are of a script that puts no spaces between words."""
    return 2 * sum(map(len, _DENSE.findall(text))) > sum(map(str.isalpha, text))


def _normalize(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
