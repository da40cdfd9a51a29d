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
from typing import NamedTuple

from tidings_enrich.places.abroad import settle_abroad
from tidings_enrich.places.forms import is_chinese
from tidings_enrich.places.known import KnownPlaces, Setting, Stretches
from tidings_enrich.places.mentions import Mention, Named, keep_nested, look_up_names
from tidings_enrich.places.references import list_around, resolve_references
from tidings_enrich.places.settling import (
    Choice,
    Context,
    choose_highest,
    choose_only,
    choose_province,
    is_in_china,
    leave_china_alone,
    settle_in_china,
)
from tidings_enrich.places.surroundings import Anchor
from tidings_enrich.places.units import Candidate, Gazetteer
from tidings_enrich.tagging.folding import fold

# By the places around, twice, so that one found may settle the next; by size; and once more.
_PASSES = (False, False, True, False)


class Resolved(NamedTuple):
    """A stretch of the body and the place that it means."""

    start: int
    end: int
    name: str
    choice: Choice


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
    mentions, loose = look_up_names(body, named, gazetteer)
    keep_nested(body, mentions)
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


def _list_anchors(mentions: Sequence[Mention]) -> Iterator[tuple[int, Anchor]]:
    for each in mentions:
        if each.choice:
            yield each.start, Anchor(each.choice.unit, each.name)


def _settle(mention: Mention, known: KnownPlaces, *, by_size: bool) -> Choice | None:
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
    if len(left) == 1:
        return Choice(left[0].unit, 0.6, "only_one")
    choice = choose_highest(left, narrowed=len(left) < len(candidates))
    if choice is None and latin:  # Suzhou is one of two cities
        return settle_abroad(left, contexts, by_size=True)
    return choice
