"""From names that a model found in single English sentences to the entities of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tidings.tags import Entity, EntityType, Span
from tidings_enrich.tagging.english.borders import mend_borders
from tidings_enrich.tagging.english.patterns import build_patterns, make_plain
from tidings_enrich.tagging.english.short_forms import Name, find_full_names, read_acronym
from tidings_enrich.tagging.english.surnames import find_alone, find_surnames
from tidings_enrich.tagging.english.types import choose_types, print_name
from tidings_enrich.tagging.names.mentions import Mention, keep_longest
from tidings_enrich.tagging.names.occurrences import find_occurrences

_DATELINE = re.compile(
    r"(?:^|\n)(?P<name>[A-Z][A-Z .'-]*[A-Z])(?:,\s[\w. ]{2,20})?\s*(?:\([^)\n]{2,20}\)\s*)?-\s"
)
# Before this many characters of a paragraph a town in capitals is where the story was written.
_STAFF_REACH = 40


def find_english_entities(
    body: str, found: Iterable[Mention], *, staff: Sequence[str] = ()
) -> list[Entity]:
    """Return the persons, organisations and places of an English ``body`` by first mention.

    ``found`` are the names that a model found, by offsets into ``body``; ``staff`` the names of
    byline and captions, who are no persons of the story. Mentions never overlap.
    """
    text = make_plain(body)
    mentions = mend_borders(text, [*find_datelines(text), *found])
    away = {print_name(each).casefold() for each in staff} | _find_staff(text, mentions)
    names = choose_types(text, mentions)
    full = {**find_full_names(names), **_find_acronyms(text, mentions, names), **_fold_case(names)}
    surnames = find_surnames(text, names)
    shorter = {**surnames, **full}
    entities: dict[Name, list[Span]] = {}
    for (start, end, _), name in _find_mentions(text, {*names, *full}, surnames):
        whole = _resolve(name, names, shorter)
        if whole.text.casefold() not in away:
            span = Span(start=start, end=end, text=body[start:end])
            entities.setdefault(whole, []).append(span)
    return [
        Entity(type=name.kind, name=name.text, mentions=tuple(spans))
        for name, spans in entities.items()
    ]


def find_datelines(text: str) -> Iterator[Mention]:
    """Yield the town in capitals that a paragraph begins with: KATHMANDU - Nine people."""
    for match in _DATELINE.finditer(text):
        yield Mention(*match.span("name"), "place")


def _find_mentions(
    text: str, names: Iterable[str], surnames: Mapping[str, Name]
) -> list[tuple[Mention, str]]:
    """Return every mention of ``names`` in order, none overlapping, and of surnames behind them."""
    found = find_occurrences(text, names)
    named = {Mention(start, end, "person"): name for start, end, name in found}
    known = [(each, named[each]) for each in keep_longest(named)]
    named.update(find_alone(text, surnames, known))
    return [(each, named[each]) for each in keep_longest(named)]


def _resolve(name: str, names: Mapping[str, EntityType], full: Mapping[str, Name]) -> Name:
    """Return what a name stands for; a short form of a short form is followed once more."""
    whole = full.get(name)
    if whole is None:
        return Name(name, names[name])
    return full.get(whole.text, whole)


def _find_acronyms(
    text: str, mentions: Sequence[Mention], names: Mapping[str, EntityType]
) -> dict[str, Name]:
    """Return the acronyms that stand in brackets behind a name, with that name."""
    found: dict[str, Name] = {}
    for mention in mentions:
        span = read_acronym(text, mention.end)
        name = print_name(text[mention.start : mention.end])
        if span is not None and names[name] != "person":
            found.setdefault(text[slice(*span)], Name(name, names[name]))
    return found


def _fold_case(names: Mapping[str, EntityType]) -> dict[str, Name]:
    """Return names in capitals (datelines) with the same name as it is written elsewhere."""
    written = {name.casefold(): name for name in names if not name.isupper()}
    return {
        name: Name(other, names[other])
        for name in names
        if name.isupper() and (other := written.get(name.casefold()))
    }


def _find_staff(text: str, mentions: Sequence[Mention]) -> set[str]:
    """Return the persons behind By or Reporting by, and those in a list with them."""
    staff = build_patterns().staff
    found: set[str] = set()
    last: Mention | None = None
    for mention in mentions:
        before = text[max(0, mention.start - _STAFF_REACH) : mention.start]
        between = text[last.end : mention.start].strip(" ,") if last else "none"
        if mention.type == "person" and (staff.search(before) or between in ("", "and")):
            found.add(print_name(text[mention.start : mention.end]).casefold())
            last = mention
    return found
