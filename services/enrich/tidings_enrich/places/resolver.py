"""Decide which place each mention of an article means, or leave it open.

Pure: the same text and the same gazetteer, the same places. The order, each step for what the
steps before left open:

1. names inside each other (辽宁朝阳; Paris, Texas), and names that one place alone bears;
2. what the places around say: in the sentence, before in the article, in all of it, its dateline,
   the feed's home region;
3. size: the province before its city (吉林), the large town before the small one of the same name;
4. once more the places around, with what step 3 found.

Takes time linear in the length of the text, however many names are in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from tidings_enrich.places.forms import is_chinese
from tidings_enrich.places.known import KnownPlaces, Setting, Stretches
from tidings_enrich.places.references import list_around, resolve_references
from tidings_enrich.places.settling import (
    Choice,
    Context,
    choose_highest,
    choose_only,
    choose_province,
    is_in_china,
    leave_china_alone,
    prefer,
    settle_abroad,
    settle_in_china,
)
from tidings_enrich.places.surroundings import Anchor
from tidings_enrich.places.units import Candidate, Gazetteer
from tidings_enrich.tagging.folding import fold, print_name

# By the places around, twice, so that one found may settle the next; by size; and once more.
_PASSES = (False, False, True, False)


class Named(NamedTuple):
    """A name in the body: a place, or a body that may be named after one (太原市卫健委)."""

    start: int
    end: int
    is_place: bool = True


class Resolved(NamedTuple):
    """A stretch of the body and the place that it means."""

    start: int
    end: int
    name: str
    choice: Choice


@dataclass(slots=True)
class _Mention:
    """A mention on its way to a choice."""

    start: int
    end: int
    name: str
    candidates: Sequence[Candidate]
    chained: bool = False
    choice: Choice | None = None


def resolve_places(
    body: str,
    named: Sequence[Named],
    sentence_starts: Sequence[int],
    setting: Setting,
    gazetteer: Gazetteer,
) -> list[Resolved]:
    """Return the places that are certain enough, in order; what stays open is left out.

    ``named`` and ``sentence_starts`` are offsets into ``body`` in order.
    """
    stretches = Stretches(body, sentence_starts)
    mentions, loose = _look_up(body, named, gazetteer)
    _link(body, mentions)
    for each in mentions:
        each.choice = choose_only(each.candidates, each.chained)
    for by_size in _PASSES:
        known = KnownPlaces(stretches, setting, [*loose, *_list_anchors(mentions)])
        for each in mentions:
            each.choice = each.choice or _settle(each, known, by_size=by_size)
            if each.choice:
                known.remember(each.name, each.choice)
    found = [
        Resolved(each.start, each.end, each.name, each.choice) for each in mentions if each.choice
    ]
    taken = [(each.start, each.end) for each in named]
    anchors = [
        (start, anchor.unit)
        for start, anchor in sorted((*loose, *_list_anchors(mentions)), key=lambda each: each[0])
    ]
    around = (list_around(setting.written_at, gazetteer), list_around(setting.home, gazetteer))
    found += [
        Resolved(start, end, body[start:end], choice)
        for start, end, choice in resolve_references(fold(body), taken, anchors, stretches, around)
    ]
    return sorted(found, key=lambda each: (each.start, each.end))


def _look_up(
    body: str, named: Sequence[Named], gazetteer: Gazetteer
) -> tuple[list[_Mention], list[tuple[int, Anchor]]]:
    """Return the mentions that may mean a place, and the places that other names begin with.

    The division that a body is named after is a mention too: 南京市 of 南京市中级人民法院.
    """
    own = {(each.start, each.end) for each in named if each.is_place}
    mentions: list[_Mention] = []
    loose: list[tuple[int, Anchor]] = []
    for each in named:
        name = print_name(body[each.start : each.end])
        candidates, chained = find_candidates(name, gazetteer) if each.is_place else ((), False)
        if candidates:
            mention = _Mention(each.start, each.end, name, prefer(candidates), chained)
            mentions.append(mention)
        elif division := find_division_prefix(name, gazetteer):
            end, candidates, chained = division
            stretch = (each.start, each.start + end)
            # Where white space stands in the name, it does not end there.
            if body.startswith(name[:end], each.start) and stretch not in own:
                mentions.append(_Mention(*stretch, name[:end], prefer(candidates), chained))
        elif prefix := find_prefix(fold(name), gazetteer):
            loose.append((each.start, Anchor(prefix.unit, name)))
    return mentions, loose


def _link(body: str, mentions: Sequence[_Mention]) -> None:
    """Keep of neighbours that lie in each other what does: 沈阳市和平区."""
    for left, right in pairwise(mentions):
        between = body[left.end : right.start]
        if are_linked(between):
            _keep_nested(left, right)
        elif are_linked_backwards(between):
            _keep_nested(right, left)


def _keep_nested(outer: _Mention, inner: _Mention) -> None:
    inside = keep_inside(inner.candidates, outer.candidates)
    if inside:
        outer.candidates = keep_around(outer.candidates, inside)
        inner.candidates, inner.chained = inside, True


def _list_anchors(mentions: Sequence[_Mention]) -> Iterator[tuple[int, Anchor]]:
    for each in mentions:
        if each.choice:
            yield each.start, Anchor(each.choice.unit, each.name)


def _settle(mention: _Mention, known: KnownPlaces, *, by_size: bool) -> Choice | None:
    contexts = known.list_contexts(mention.start, mention.name)
    candidates = mention.candidates
    wide = is_chinese(fold(mention.name))
    if wide:
        candidates = leave_china_alone(candidates, known.article)
    if is_in_china(candidates):
        return _settle_division(candidates, contexts, by_size=by_size, latin=not wide)
    return settle_abroad(candidates, contexts, by_size=by_size)


def _settle_division(
    candidates: Sequence[Candidate], contexts: Sequence[Context], *, by_size: bool, latin: bool
) -> Choice | None:
    province = choose_province(candidates)
    if province:
        return province
    choice, left = settle_in_china(candidates, contexts)
    if choice or not by_size:
        return choice
    choice = choose_highest(left, narrowed=len(left) < len(candidates))
    if choice is None and latin:  # Suzhou is one of two cities
        return settle_abroad(left, contexts, by_size=True)
    return choice
