"""Which tagger reads the names of a text, by its article's language and its own script."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from tidings_enrich.tagging.folding import WIDE
from tidings_enrich.tagging.word_lists import load_words

Reader = Literal["chinese", "english"]

# What the networks read; "und" with them, since a page of no known language is most often Chinese.
_CHINESE: Final = frozenset(("zh", "yue", "wuu", "nan", "hak", "gan", "und", "mul", ""))
_WIDE = re.compile(f"[{WIDE}]")
_LETTER = re.compile(r"[^\W\d_]")

# The label of every language that is not in data/languages.yaml, so that no feed can make more
# series than there are there.
OTHER: Final = "other"


def choose_reader(language: str) -> Reader | None:
    """Return who reads the names of an article, by its BCP 47 tag; None where nobody does."""
    base = find_base(language)
    if base in _CHINESE:
        return "chinese"
    return "english" if base == "en" else None


def is_chinese_sentence(text: str) -> bool:
    """Return whether half of the letters or more are Chinese: a quotation in an English article.

    An English sentence in a Chinese article is not asked for: the networks read that article as
    a whole, names in Latin letters with it.
    """
    return 2 * len(_WIDE.findall(text)) >= max(1, len(_LETTER.findall(text)))


def is_english_script(text: str) -> bool:
    """Return whether a text of unknown language can be English: nine letters of ten are a to z."""
    letters = _LETTER.findall(text)
    plain = sum(each.isascii() for each in letters)
    return plain > 0 and plain >= 0.9 * len(letters) and not _WIDE.search(text)


def find_base(language: str) -> str:
    """Return en for en-GB."""
    return language.partition("-")[0].lower()


def label_language(language: str) -> str:
    """Return the language as a label of a counter: one of those that are counted, or ``OTHER``."""
    base = find_base(language)
    return base if base in _load_counted() else OTHER


@cache
def _load_counted() -> frozenset[str]:
    return frozenset(load_words("languages")["counted"])
