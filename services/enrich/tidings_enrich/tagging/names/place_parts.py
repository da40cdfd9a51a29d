"""Find the places inside and behind other names: units, and the sites that lie in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE, is_wide
from tidings_enrich.tagging.names.mentions import Mention, is_unbroken
from tidings_enrich.tagging.word_lists import alternate, load_words

_UNITS = re.compile(
    rf"[{WIDE}]{{2,7}}?(?:省|自治区|特别行政区|市|自治州|地区|区|县|旗|镇|乡|街道)(?=[{WIDE}]{{2}})"
)


class _Parts(NamedTuple):
    inner: re.Pattern[str]
    site_inside: re.Pattern[str]
    units: tuple[str, ...]
    sites: tuple[str, ...]


@cache
def _build_parts() -> _Parts:
    places = load_words("places")
    sites = alternate(places["own_sites"])
    spots = alternate((*places["zones"], *places["own_sites"], *places["spots"]))
    # The ending must be the last: 打铁桥村, not 打铁桥.
    last = "(?![村镇乡县区市])"
    return _Parts(
        inner=re.compile(
            rf"[{WIDE}]{{2,6}}?(?:{spots}{last}"
            rf"|{alternate(places['units'])}(?![长委府级内民局镇村下亲土]))"
        ),
        site_inside=re.compile(rf"[{WIDE}]{{2,6}}?{sites}{last}"),
        units=tuple(places["units"]),
        sites=tuple(places["sites"]),
    )


def find_inner_places(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the places named behind the unit that they lie in: 青芦区[梧桐里社区].

    Each is told once, and none of ``mentions`` again: in a row of units every one lies in all that
    are before it.
    """
    parts = _build_parts()
    found: list[Mention] = []
    waiting = [each for each in mentions if each.type == "place"]
    known = set(waiting)
    for place in waiting:
        in_unit = text.endswith(parts.units, place.start, place.end)
        match = (parts.inner if in_unit else parts.site_inside).match(text, place.end)
        inner = Mention(*match.span(), "place") if match else None
        if inner and inner not in known and is_unbroken(text, *inner[:2]):
            known.add(inner)
            found.append(inner)
            waiting.append(inner)
    return found


def find_nested_sites(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the sites that bodies are named after: 会展中心 in 会展中心方舱医院."""
    sites = _build_parts().sites
    nested: list[Mention] = []
    for mention in mentions:
        if mention.type != "organization" or not is_wide(text[mention.start]):
            continue
        name = text[mention.start : mention.end]
        ends = [name.find(site) + len(site) for site in sites if name.find(site) > 1]
        fitting = [end for end in ends if end + 2 <= len(name) and "(" not in name[:end]]
        if fitting:
            end = mention.start + max(fitting)
            nested.append(Mention(mention.start, end, "place"))
    return nested


def split_units(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Cut 江宁省临江市 into its units, each a place of its own."""
    cut: list[Mention] = []
    for mention in mentions:
        ends = [mention.start]
        if mention.type == "place":
            name = text[mention.start : mention.end]
            ends += [
                mention.start + match.end()
                for match in _UNITS.finditer(name)
                if match.end() < len(name) - 1
            ]
        ends.append(mention.end)
        cut += [mention._replace(start=one, end=two) for one, two in pairwise(ends)]
    return cut
