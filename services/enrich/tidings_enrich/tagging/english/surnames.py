"""Surnames that stand alone behind a person's full name and that no model found there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from tidings.tags import EntityType
from tidings_enrich.tagging.english.patterns import build_patterns
from tidings_enrich.tagging.english.short_forms import Name
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.occurrences import find_occurrences

# One letter is an initial.
SHORTEST = 2
_WORD = re.compile(r"[^\W\d_]+")
# The word before a surname, unless a sentence begins between the two.
_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w'-]*)\s+$")
_REACH = 40


def find_surnames(text: str, names: Mapping[str, EntityType]) -> dict[str, Name]:
    """Return the surnames of one person each that are no other name or word of plain ``text``."""
    persons: dict[str, list[Name]] = {}
    for name, kind in names.items():
        words = name.split()
        surname = _find_surname(words)
        if kind == "person" and len(words) > 1 and len(surname) >= SHORTEST:
            persons.setdefault(surname, []).append(Name(name, kind))
    own = {surname: found[0] for surname, found in persons.items() if len(found) == 1}
    if not own:
        return {}
    # Young, Street: what the text has in small letters too is a word at the head of a sentence.
    words_of_text = {match.group() for match in _WORD.finditer(text)}
    return {
        surname: name
        for surname, name in own.items()
        if surname not in names and surname.lower() not in words_of_text
    }


def _find_surname(words: Sequence[str]) -> str:
    """Return the last word, or the first one of a Chinese name; of Jet Li the last all the same."""
    chinese = build_patterns().chinese_surnames
    return words[0] if words[0] in chinese and words[-1] not in chinese else words[-1]


def find_alone(
    text: str, surnames: Mapping[str, Name], known: Iterable[tuple[Mention, str]]
) -> Iterator[tuple[Mention, str]]:
    """Yield each surname where it stands alone, behind the first mention of the full name."""
    first: dict[str, int] = {}
    for mention, name in known:
        first.setdefault(name, mention.start)
    for start, end, surname in find_occurrences(text, surnames):
        full = surnames[surname].text
        if first.get(full, start) < start and _stands_alone(text, start, set(full.split())):
            yield Mention(start, end, "person"), surname


def _stands_alone(text: str, start: int, own: Set[str]) -> bool:
    """Return whether no other given name stands before it: Anna Stavert is not Helen."""
    before = text[max(0, start - _REACH) : start]
    match = _BEFORE.search(before)
    if match is None or not match["word"][0].isupper() or match["word"] in own:
        return True
    patterns = build_patterns()
    return bool(patterns.honorific_before.search(before) or patterns.title_before.search(before))
