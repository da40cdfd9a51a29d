"""Find the full name that a short one stands for: 建投集团, 管委会, 太原 for 太原市, 普京."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.word_lists import flatten, load_words


class _Endings(NamedTuple):
    organization: tuple[str, ...]
    company: tuple[str, ...]
    units: tuple[str, ...]
    national: frozenset[str]
    countries: Mapping[str, str]


@cache
def _load_endings() -> _Endings:
    bodies, places = load_words("organizations"), load_words("places")
    return _Endings(
        tuple(bodies["organization_endings"]),
        tuple(bodies["company_endings"]),
        tuple(places["units"]),
        frozenset(flatten(bodies["national"])),
        places["countries"],
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
        stands_for = _TESTS[kind]
        # Only names that share the last or the first sign can match, which keeps this near linear.
        buckets: dict[str, list[str]] = {}
        for name in sorted(own):
            for sign in {name[0], name[-1]}:
                buckets.setdefault(sign, []).append(name)
            buckets.setdefault("", []).append(name)
        for name in own:
            near = buckets[""] if len(own) <= _FEW else buckets[name[-1]] + buckets[name[0]]
            longer = {each for each in near if len(each) > len(name) and stands_for(name, each)}
            # 市委 stands for 临江市委 even where 中共临江市委 is named too: that ends in the other.
            tops = {
                each
                for each in longer
                if not any(each != t and stands_for(each, t) for t in longer)
            }
            if len(tops) == 1:
                full[name, kind] = next(iter(tops))
    return full


# So many names of one type are compared each with each: 200 x 200 is a few milliseconds.
_FEW = 200


def _is_short_person(short: str, full: str) -> bool:
    return full.endswith(f"·{short}")


def _is_short_place(short: str, full: str) -> bool:
    endings = _load_endings()
    if len(short) == 1:
        return endings.countries.get(short) == full
    return len(short) > 1 and full.startswith(short) and full[len(short) :] in endings.units


def _is_short_organization(short: str, full: str) -> bool:
    endings = _load_endings()
    if short in endings.national or len(short) < 2:
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
