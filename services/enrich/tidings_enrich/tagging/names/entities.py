"""From names that a model found in single sentences to the entities of a whole article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from tidings.tags import Entity, EntityType, Span
from tidings_enrich.tagging.folding import fold, is_wide, print_name
from tidings_enrich.tagging.names.bodies import find_bodies, is_bare_in_title
from tidings_enrich.tagging.names.boundaries import mend_mentions
from tidings_enrich.tagging.names.countries import (
    find_country_rows,
    name_countries,
    split_countries,
)
from tidings_enrich.tagging.names.mentions import Mention, keep_longest
from tidings_enrich.tagging.names.occurrences import find_occurrences
from tidings_enrich.tagging.names.person_ends import mend_person_ends
from tidings_enrich.tagging.names.persons import (
    find_addressed,
    find_foreign_names,
    find_listed_persons,
    find_spaced_names,
    find_staff,
    is_addressed,
)
from tidings_enrich.tagging.names.place_parts import (
    find_inner_places,
    find_nested_sites,
    split_units,
)
from tidings_enrich.tagging.names.roads import find_roads
from tidings_enrich.tagging.names.short_forms import find_full_names
from tidings_enrich.tagging.names.title_bodies import find_title_bodies
from tidings_enrich.tagging.names.types import Names, choose_types
from tidings_enrich.tagging.word_lists import load_words

# The longest names of bodies have some forty characters. What is longer is a text of one character
# or word again and again, which a network takes for one name; to look for it everywhere takes the
# square of its length.
MOST_CHARACTERS: Final = 120


@cache
def _stop_names() -> dict[EntityType, frozenset[str]]:
    words = load_words("names")
    kinds: tuple[EntityType, ...] = ("person", "organization", "place")
    return {kind: frozenset(words[kind]) for kind in kinds}


def find_entities(
    body: str,
    found: Iterable[Mention],
    *,
    staff: Sequence[str] = (),
) -> list[Entity]:
    """Return the persons, organisations and places of ``body`` in order of first mention.

    ``found`` are the names that a model found, by offsets into ``body``. ``staff`` are the names
    of byline and captions, which are no persons of the story. Mentions of one entity never
    overlap; those of two do only where a body is named after a site.
    """
    text = fold(body)
    mentions = _collect(text, found)
    away = find_staff(text, mentions, staff)
    kept = [each for each in mentions if each not in away and not is_addressed(text, each)]
    names = choose_types(text, kept)
    full = find_full_names(names.items())
    names = {name: kind for name, kind in names.items() if _is_name(name, kind, full)}
    named = _find_mentions(body, text, names, away, name_countries(text, kept))
    entities: dict[tuple[str, EntityType], list[Span]] = {}
    for mention, name in named:
        key = (full.get((name, mention.type), name), mention.type)
        span = Span(start=mention.start, end=mention.end, text=body[mention.start : mention.end])
        entities.setdefault(key, []).append(span)
    return [
        Entity(type=kind, name=_find_printed_form(name, spans), mentions=tuple(spans))
        for (name, kind), spans in entities.items()
    ]


def _find_printed_form(name: str, spans: Sequence[Span]) -> str:
    """Return a folded name as the text prints it, which may be in traditional characters."""
    printed = (print_name(span.text) for span in spans)
    return next((each for each in printed if fold(each) == name), name)


def _collect(text: str, found: Iterable[Mention]) -> list[Mention]:
    """Return what the model and the rules find in folded ``text``, none overlapping."""
    mended = mend_mentions(text, [*found, *find_spaced_names(text)])
    mended = keep_longest([*mended, *find_roads(text)])
    mended = keep_longest([*mended, *find_foreign_names(text, mended)])
    mended = keep_longest(mend_person_ends(text, mended))
    mended = keep_longest([*mended, *find_inner_places(text, mended), *find_country_rows(text)])
    inner = split_countries(text, split_units(text, mended))
    with_bodies = keep_longest([*inner, *find_bodies(text, inner)])
    kept = [each for each in with_bodies if not is_bare_in_title(text, each)]
    kept = keep_longest([*kept, *find_listed_persons(text, kept)])
    return keep_longest([*kept, *find_title_bodies(text, kept)])


def _is_name(name: str, kind: EntityType, full: Mapping[tuple[str, EntityType], str]) -> bool:
    """Return whether this can be a name: 管委会 is one only where it stands for a longer one.

    A single sign is none; it would be found in every other word.
    """
    if not 2 <= len(name) <= MOST_CHARACTERS:
        return False
    if (name, kind) in full:
        return True
    known = any(is_wide(sign) for sign in name) or name[0].isalpha()
    return known and name not in _stop_names()[kind]


def _find_mentions(
    body: str,
    text: str,
    names: Names,
    away: Collection[Mention],
    abbreviations: Mapping[Mention, str],
) -> list[tuple[Mention, str]]:
    """Return every mention of ``names`` in order, and those of persons by surname and office."""
    named: dict[Mention, str] = {}
    for start, end, name in find_occurrences(body, names):
        named[Mention(start, end, names[name])] = name
    persons = [name for name, kind in names.items() if kind == "person"]
    named = {**abbreviations, **dict(find_addressed(text, persons)), **named}
    kept = [each for each in keep_longest(named) if each not in away]
    for site in find_nested_sites(text, kept):
        named[site] = print_name(text[site.start : site.end])
        kept.append(site)
    return [(mention, named[mention]) for mention in sorted(kept)]
