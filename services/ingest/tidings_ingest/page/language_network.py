"""CLD3, a network of 700 KB that knows 100 languages: docs/decisions says why this one."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gcld3 import NNetLanguageIdentifier

# More than the longest sample: 800 characters of four bytes.
_MOST_BYTES: Final = 4_096
# Its codes, where BCP 47 has others by now.
_TAGS: Final = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv"}
# Chinese and Japanese are told by their scripts before; here they are what it says of signs.
_BY_SCRIPT: Final = frozenset(("zh", "ja", "ko"))
# What most papers write, and so most likely what a headline is in. Its neighbours, such as Catalan
# and Azerbaijani, have to be certain, as everything else.
_LIKELY: Final = frozenset(
    ("ar", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "id", "it", "nl", "pl", "pt", "ru")
) | {"sv", "th", "tr", "uk", "vi"}
_CERTAIN: Final = 0.9
_LIKELY_ENOUGH: Final = 0.5
# Five words or so; in less it takes more to be certain.
_LEAST_CHARACTERS: Final = 32
# Every sentence in one of these has a letter that its neighbours do not have; without one it is in
# a neighbour's language.
_OWN_LETTERS: Final = {"mk": "ѓќѕјљњџ", "sr": "јљњћђџ", "uk": "іїєґ"}
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
# Words that no other widespread language has; every twelfth word of English news is one of them.
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|with|from|has|have|were|said|after|would|this|that|its|which|their|been)\b", re.I
)
_WORDS_FOR_ONE: Final = 12
# It releases Python's lock, and does not say that two threads may use it at once.
_ONE_AT_A_TIME: Final = Lock()


def name_language(sample: str) -> str:
    """Return the BCP 47 tag of the language of ``sample``; empty where the network is in doubt.

    Doubt is a probability below 0.9, and 0.5 for a widespread language in five words or more. A
    language in Latin letters that has others of its own is doubt too: it is what the network says
    of names. In short English texts the network errs most, so there the words decide unless it is
    certain of something else.
    """
    with _ONE_AT_A_TIME:
        found = _load().FindLanguage(text=sample.replace("\0", " ").encode("utf-8", "replace"))
    language = _TAGS.get(found.language, found.language)
    if _has_english_words(sample) and not (language in _LIKELY and found.probability >= _CERTAIN):
        return "en"
    if language in _BY_SCRIPT or "-" in language:
        return ""
    likely = language in _LIKELY and len(sample) >= _LEAST_CHARACTERS
    certain = found.probability >= (_LIKELY_ENOUGH if likely else _CERTAIN)
    return language if certain and _has_own_letters(sample.lower(), language) else ""


def _has_english_words(sample: str) -> bool:
    return len(_ENGLISH.findall(sample)) * _WORDS_FOR_ONE >= max(1, len(sample.split()))


def _has_own_letters(sample: str, language: str) -> bool:
    own = _OWN_LETTERS.get(language)
    # Serbian in Latin letters has none of these, and č, š and ž of its own.
    return own is None or not _CYRILLIC.search(sample) or any(map(sample.__contains__, own))


@cache
def _load() -> NNetLanguageIdentifier:
    """Return the network, loaded by the first text that needs it: 3 ms."""
    from gcld3 import NNetLanguageIdentifier  # noqa: PLC0415

    return NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=_MOST_BYTES)
