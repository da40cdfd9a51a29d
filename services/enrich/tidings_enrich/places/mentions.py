"""The names of an article as mentions of places: what each may mean, before anything is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tidings_enrich.places.chains import (
    are_linked,
    are_linked_backwards,
    find_candidates,
    find_division_prefix,
    find_prefix,
    keep_around,
    keep_inside,
)
from tidings_enrich.places.settling import Choice, prefer
from tidings_enrich.places.surroundings import Anchor
from tidings_enrich.places.units import Candidate, Gazetteer
from tidings_enrich.tagging.folding import fold, print_name


class Named(NamedTuple):
    """A name in the body: a place, or a body that may be named after one (太原市卫健委).

    ``full`` is what it stands for where the body has one character of it: 俄罗斯.
    """

    start: int
    end: int
    is_place: bool = True
    full: str = ""


@dataclass(slots=True)
class Mention:
    """A mention on its way to a choice."""

    start: int
    end: int
    name: str
    candidates: Sequence[Candidate]
    chained: bool = False
    choice: Choice | None = None


def look_up_names(
    body: str, named: Sequence[Named], gazetteer: Gazetteer
) -> tuple[list[Mention], list[tuple[int, Anchor]]]:
    """Return the mentions that may mean a place, and the places that other names begin with.

    The division that a body is named after is a mention too: 南京市 of 南京市中级人民法院.
    """
    own = {(each.start, each.end) for each in named if each.is_place}
    mentions: list[Mention] = []
    loose: list[tuple[int, Anchor]] = []
    for each in named:
        name = each.full or print_name(body[each.start : each.end])
        candidates, chained = find_candidates(name, gazetteer) if each.is_place else ((), False)
        if candidates:
            mention = Mention(each.start, each.end, name, prefer(candidates), chained)
            mentions.append(mention)
        elif division := find_division_prefix(name, gazetteer):
            end, candidates, chained = division
            stretch = (each.start, each.start + end)
            # Where white space stands in the name, it does not end there.
            if body.startswith(name[:end], each.start) and stretch not in own:
                mentions.append(Mention(*stretch, name[:end], prefer(candidates), chained))
        elif prefix := find_prefix(fold(name), gazetteer):
            loose.append((each.start, Anchor(prefix.unit, name)))
    return mentions, loose


def keep_nested(body: str, mentions: Sequence[Mention]) -> None:
    """Keep of neighbours that lie in each other what does: 沈阳市和平区."""
    for left, right in pairwise(mentions):
        between = body[left.end : right.start]
        if are_linked(between):
            _keep_nested(left, right)
        elif are_linked_backwards(between):
            _keep_nested(right, left)


def _keep_nested(outer: Mention, inner: Mention) -> None:
    inside = keep_inside(inner.candidates, outer.candidates)
    if inside:
        outer.candidates = keep_around(outer.candidates, inside)
        inner.candidates, inner.chained = inside, True
