"""Decide what an English name names, where words in it or around it tell more than the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tidings.tags import EntityType
from tidings_enrich.tagging.english.patterns import LONGEST_TITLE, build_patterns
from tidings_enrich.tagging.names.mentions import Mention


def print_name(text: str) -> str:
    """Return a name as it is written without the line breaks that a page put into it."""
    return " ".join(text.split())


def choose_types(text: str, mentions: Sequence[Mention]) -> dict[str, EntityType]:
    """Return each name of plain ``text`` with its type.

    It is the type that the name has most often, the first one if two are even. Words of the name
    (Court, River) settle it, and so do words right before one mention: the chipmaker, Mayor. One
    word always behind in, near or the like is a place, and a surname of the text never so a person.
    """
    votes: dict[str, Counter[EntityType]] = {}
    near: dict[str, list[bool]] = {}
    settled: dict[str, EntityType] = {}
    employers = _find_employers(text, mentions)
    for mention in mentions:
        name = print_name(text[mention.start : mention.end])
        votes.setdefault(name, Counter())[mention.type] += 1
        before = text[max(0, mention.start - LONGEST_TITLE) : mention.start]
        told = _tell_by_front(before) or tell_by_words(name) or _tell_by_apposition(text, mention)
        if mention in employers:
            told = told or "organization"
        if told:
            settled.setdefault(name, told)
        near.setdefault(name, []).append(build_patterns().before_place.search(before) is not None)
    chosen = {name: kinds.most_common(1)[0][0] for name, kinds in votes.items()} | settled
    surnames = {
        name.split()[-1] for name, kind in chosen.items() if kind == "person" and " " in name
    }
    for name, in_place in near.items():
        if name in settled or " " in name:
            continue
        if chosen[name] == "person" and name not in surnames and all(in_place):
            chosen[name] = "place"
        elif chosen[name] == "place" and name in surnames and not any(in_place):
            chosen[name] = "person"
    return chosen


def tell_by_words(name: str) -> EntityType | None:
    """Return the type that a name's own words give away."""
    patterns = build_patterns()
    if patterns.place_ending.search(name):
        return "place"
    return "organization" if patterns.body_word.search(name) and " " in name else None


def _tell_by_front(before: str) -> EntityType | None:
    patterns = build_patterns()
    if patterns.kind_of_body.search(before):
        return "organization"
    title = patterns.title_before.search(before)
    return "person" if title and not title["comma"] and title["title"][0].isupper() else None


def _tell_by_apposition(text: str, mention: Mention) -> EntityType | None:
    """Return person where an office stands beside a name of several words, behind a comma."""
    patterns = build_patterns()
    if mention.type == "place" or " " not in text[mention.start : mention.end]:
        return None
    behind = patterns.title_behind.match(text, mention.end)
    if behind and not patterns.head_of_body.search(behind["title"]):
        return "person"
    front = text[max(0, mention.start - LONGEST_TITLE) : mention.start]
    before = patterns.title_before.search(front)
    closed = text[mention.end : mention.end + 1] in (",", ".")
    return "person" if before and before["comma"] and closed else None


def _find_employers(text: str, mentions: Sequence[Mention]) -> set[Mention]:
    """Return what the model took for a person before somebody's office: the Porto Claro coach X."""
    between = build_patterns().title_between
    return {
        left
        for left, right in pairwise(mentions)
        if left.type == right.type == "person" and between.fullmatch(text, left.end, right.start)
    }
