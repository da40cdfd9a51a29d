"""Find the full name that a short one stands for: 船运集团, 管委会, 临江 for 临江市, 科瓦奇."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.word_lists import flatten, load_words

# Names of one type are compared each with each: 400 x 400 takes some 50 ms. A text with more is a
# list of names and no story.
MOST_COMPARED = 400


class _Endings(NamedTuple):
    organization: tuple[str, ...]
    company: tuple[str, ...]
    units: tuple[str, ...]
    national: frozenset[str]


@cache
def _load_endings() -> _Endings:
    bodies, places = load_words("organizations"), load_words("places")
    return _Endings(
        tuple(bodies["organization_endings"]),
        tuple(bodies["company_endings"]),
        tuple(places["units"]),
        frozenset(flatten(bodies["national"])),
    )


def find_full_names(names: Iterable[tuple[str, EntityType]]) -> dict[tuple[str, EntityType], str]:
    """Return for each short name of a text the one longer name there that it stands for.

    A name that could stand for two others keeps its own name, as do ministries: 外交部 is not
    the 法国外交部 of the same text.
    """
    by_type: dict[EntityType, set[str]] = {}
    for name, kind in names:
        by_type.setdefault(kind, set()).add(name)
    full: dict[tuple[str, EntityType], str] = {}
    for kind, own in by_type.items():
        if len(own) > MOST_COMPARED:
            continue
        stands_for = _TESTS[kind]
        for name in own:
            longer = {each for each in own if len(each) > len(name) and stands_for(name, each)}
            # Where 临江市委 and 中共临江市委 are named, 市委 stands for the longer one.
            tops = longer - {each for each in longer for top in longer if stands_for(each, top)}
            if len(tops) == 1:
                full[name, kind] = next(iter(tops))
    return full


def _is_short_person(short: str, full: str) -> bool:
    return full.endswith(f"·{short}")


def _is_short_place(short: str, full: str) -> bool:
    endings = _load_endings()
    return len(short) > 1 and full.startswith(short) and full[len(short) :] in endings.units


def _is_short_organization(short: str, full: str) -> bool:
    endings = _load_endings()
    if short in endings.national or len(short) < 2 or len(short) >= len(full):
        return False
    if full.endswith(short):
        return True
    if not full.endswith(endings.company):
        return False
    if short in full:
        return not short.endswith(endings.organization)
    return short[-2:] == full[-2:] and _is_spread(short, full)


def _is_spread(short: str, full: str) -> bool:
    """Return whether the signs of ``short`` stand in ``full`` in the same order."""
    signs = iter(full)
    return all(sign in signs for sign in short)


_TESTS = {
    "person": _is_short_person,
    "place": _is_short_place,
    "organization": _is_short_organization,
}
