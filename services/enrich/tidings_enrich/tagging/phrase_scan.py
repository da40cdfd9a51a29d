"""Find many words in a text in one pass over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Generic, NamedTuple, Protocol, TypeVar

from ahocorasick_rs import AhoCorasick

from tidings_enrich.tagging.surrogates import replace_surrogates
from tidings_enrich.tagging.word_lists import load_words

Payload = TypeVar("Payload")
_WORD = re.compile(r"[^\W_]+")


class Hit(NamedTuple, Generic[Payload]):
    """A word of the list where it stands: ``text[start:end]``, and what the list says of it."""

    start: int
    end: int
    payload: Payload


class Scan(Protocol[Payload]):
    """Finds the words of a list, the ones that overlap too, in order of ``start``."""

    def find(self, text: str) -> Iterator[Hit[Payload]]:
        """Yield each place where a word of the list stands."""
        ...


class CharacterScan(Generic[Payload]):
    """Finds words of a script without spaces, wherever their characters stand.

    By Aho and Corasick: the time is that of the text and of what is found in it, however many words
    there are.
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        """Take pairs of a word and its payload; a word may come more than once."""
        payloads: dict[str, list[Payload]] = {}
        for word, payload in entries:
            payloads.setdefault(replace_surrogates(word), []).append(payload)
        self._payloads = list(payloads.values())
        self._automaton = AhoCorasick(list(payloads))

    def find(self, text: str) -> Iterator[Hit[Payload]]:
        """Yield each place where a word of the list stands."""
        found = self._automaton.find_matches_as_indexes(replace_surrogates(text), overlapping=True)
        for at, start, end in sorted(found, key=_get_stretch):
            for payload in self._payloads[at]:
                yield Hit(start, end, payload)


def _get_stretch(found: tuple[int, int, int]) -> tuple[int, int]:
    return found[1:]


class WordScan(Generic[Payload]):
    """Finds whole words and phrases of a script with spaces, whatever their ending and case.

    ``sign`` finds signs, signed and signing; a word written ``=signed`` is found as it is only.
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        """Take pairs of a phrase and its payload; a phrase may come more than once."""
        self._phrases: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        for phrase, payload in entries:
            parts = tuple(
                part.lower() if part.startswith("=") else cut_ending(part.lower())
                for part in re.findall(r"=?[^\W_]+", phrase)
            )
            if parts:
                self._phrases.setdefault(parts[0], []).append((parts, payload))

    def find(self, text: str) -> Iterator[Hit[Payload]]:
        """Yield each place where a phrase of the list stands."""
        spans = [match.span() for match in _WORD.finditer(text)]
        exact = ["=" + text[start:end].lower() for start, end in spans]
        stems = [cut_ending(word[1:]) for word in exact]
        for at, (start, _) in enumerate(spans):
            for first in (exact[at], stems[at]):
                for parts, payload in self._phrases.get(first, ()):
                    last = at + len(parts)
                    if last <= len(spans) and all(
                        part in (stems[k], exact[k])
                        for part, k in zip(parts, range(at, last), strict=True)
                    ):
                        yield Hit(start, spans[last - 1][1], payload)


def cut_ending(word: str) -> str:
    """Return an English word without the endings of verbs and plurals: opened, opens -> open.

    The past of an irregular verb has the stem of the verb: taken -> tak, as take has it.
    """
    return _cut_regular(list_irregular().get(word, word))


@cache
def list_irregular() -> dict[str, str]:
    """Return the verb of each form in ``data/irregular_verbs.yaml``."""
    verbs: dict[str, list[str]] = load_words("irregular_verbs")["verbs"]
    return {form: verb for verb, forms in verbs.items() for form in forms}


def _cut_regular(word: str) -> str:
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > 4:
            return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s", "e"):
        stem = word[: -len(ending)]
        if (
            word.endswith(ending)
            and len(stem) >= (2 if ending == "ing" else 3)
            and not (ending == "s" and stem[-1] in "su")
        ):
            doubled = len(ending) > 1 and stem[-1] == stem[-2] and stem[-1] not in "ls"
            return stem[:-1] if doubled and len(stem) > 3 else stem
    return word
