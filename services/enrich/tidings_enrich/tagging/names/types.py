"""Decide what a name names where the words around it tell more than the model knew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.folding import print_name
from tidings_enrich.tagging.names.mentions import Mention, Starts, ends_name
from tidings_enrich.tagging.names.occurrences import find_occurrences
from tidings_enrich.tagging.names.title_words import build_title, find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

Names = dict[str, EntityType]


class _Patterns(NamedTuple):
    state: re.Pattern[str]
    before_place: re.Pattern[str]
    surname: re.Pattern[str]
    verbs: frozenset[str]
    units: tuple[str, ...]
    bodies: tuple[str, ...]


@cache
def _build_patterns() -> _Patterns:
    names, places = load_words("names"), load_words("places")
    double, single = alternate(names["double_surnames"]), f"[{names['surnames']}]"
    return _Patterns(
        state=re.compile(alternate(places["behind_states"])),
        before_place=re.compile(rf"{alternate(places['before_places'])}$"),
        surname=re.compile(rf"{double}|{single}"),
        verbs=frozenset(names["verbs_like_titles"]),
        units=tuple(places["units"]),
        bodies=tuple(load_words("organizations")["organization_endings"]),
    )


def choose_types(text: str, mentions: Sequence[Mention]) -> Names:
    """Return each name of folded ``text`` with its type.

    It is the type that the name has most often, the first one if two are even; but words around
    one mention can settle it for all: 首都 before a place, an office before a person.
    """
    known = Starts(mentions)
    votes: dict[str, Counter[EntityType]] = {}
    settled: Names = {}
    for mention in mentions:
        name = print_name(text[mention.start : mention.end])
        votes.setdefault(name, Counter())[mention.type] += 1
        if mention.type != "person" and _is_person(text, mention):
            settled.setdefault(name, "person")
    persons = [
        name
        for name, kinds in votes.items()
        if "person" in kinds and "·" not in name and not name.endswith(_build_patterns().bodies)
    ]
    for start, end, name in find_occurrences(text, persons):
        if name not in settled and _is_place(text, start, end, known):
            settled[name] = "place"
    return {name: kinds.most_common(1)[0][0] for name, kinds in votes.items()} | settled


def _is_place(text: str, start: int, end: int, known: Starts) -> bool:
    """Return whether a name that looks like a person's is a country's: 瑟兰首相艾琳·霍尔姆."""
    patterns = _build_patterns()
    if patterns.before_place.search(text, max(0, start - 4), start):
        return True
    if patterns.state.match(text, end):
        return True
    if patterns.surname.match(text, start):
        return False
    title = build_title().match(text, end)
    following = known.starting.get(title.end()) if title else None
    return following is not None and following.type == "person"


def _is_person(text: str, mention: Mention) -> bool:
    """Return whether a name that looks like a place's is a person's: 董事长祁连山."""
    patterns = _build_patterns()
    name = text[mention.start : mention.end]
    title = find_title_start(text, mention.start)
    return (
        title is not None
        and text[title : mention.start] not in patterns.verbs
        and len(name) in (2, 3)
        and patterns.surname.match(name) is not None
        and not name.endswith((*patterns.units, "队"))
        and ends_name(text, mention.end)
    )
