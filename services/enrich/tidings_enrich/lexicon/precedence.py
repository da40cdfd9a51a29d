"""The user's names before those of the models: what stays of each where both overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from tidings.tags import Entity, Span
from tidings_enrich.lexicon.lexicon import Lexicon, LexiconHit, Record
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.sentences import Sentence, cuts_words

# A name as short as this comes about by chance, of the end of one word and the beginning of the
# next (王文 in 国王|文件); with a longer one it is the cutter that errs.
SHORT = 3


class _Stretches:
    """Stretches of the body that do not overlap, to ask what they cover."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # A site inside of a name can begin later and end sooner.
        self._ends = list(accumulate((end for _, end in ordered), max))

    def cover(self, start: int, end: int) -> bool:
        """Tell whether one of them has all of this."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._ends[at - 1] >= end

    def touch(self, start: int, end: int) -> bool:
        """Tell whether one of them has a part of this."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start


def drop_cut_words(
    hits: Iterable[LexiconHit], sentences: Sequence[Sentence], borders: Sequence[frozenset[int]]
) -> list[LexiconHit]:
    """Return the hits but for short ones that cut two words; ``borders`` as in a reading."""
    starts = [each.start for each in sentences]
    kept: list[LexiconHit] = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        start, end = hit.start - starts[at], hit.end - starts[at]
        if end - start > SHORT or not cuts_words(borders[at], start, end):
            kept.append(hit)
    return kept


def put_first(hits: Sequence[LexiconHit], found: Sequence[Mention]) -> list[Mention]:
    """Return the hits as mentions, and what a model found where none of them stands.

    A place or person inside the name of a body stays beside it, for rules to choose by.
    """
    taken = _Stretches((hit.start, hit.end) for hit in hits)
    bodies = _Stretches((hit.start, hit.end) for hit in hits if hit.record.kind == "organization")
    kept = (
        each
        for each in found
        if not (bodies if each.type == "organization" else taken).touch(each.start, each.end)
    )
    return [*kept, *(Mention(hit.start, hit.end, hit.record.kind) for hit in hits)]


def apply_lexicon(
    body: str, entities: Sequence[Entity], hits: Sequence[LexiconHit], lexicon: Lexicon
) -> list[Entity]:
    """Return the entities of ``body`` with those of the lexicon, in order of first mention.

    A hit wins over every mention that overlaps it, but for a person or place inside the longer
    name of a body: 太原 in 太原市公安局 is no mention of the city. An entity under one of the
    lexicon's names becomes the lexicon's, with all that the rules found of it (韦书记).
    """
    own = {(hit.start, hit.end) for hit in hits}
    bodies = _Stretches(
        (span.start, span.end)
        for entity in entities
        for span in entity.mentions
        if entity.type == "organization" and (span.start, span.end) not in own
    )
    kept = [
        hit
        for hit in hits
        if hit.record.kind == "organization" or not bodies.cover(hit.start, hit.end)
    ]
    taken = _Stretches((hit.start, hit.end) for hit in kept)
    known: dict[Record, list[Span]] = {}
    for start, end, record in kept:
        known.setdefault(record, []).append(Span(start=start, end=end, text=body[start:end]))
    others: list[Entity] = []
    for entity in entities:
        spans = tuple(each for each in entity.mentions if not taken.touch(each.start, each.end))
        named = lexicon.find_record(entity.type, entity.name)
        if named is not None:
            known.setdefault(named, []).extend(spans)
        elif spans:
            others.append(entity.model_copy(update={"mentions": spans}))
    theirs = (_build_entity(record, spans, lexicon) for record, spans in known.items() if spans)
    return sorted([*others, *theirs], key=lambda each: (each.mentions[0].start, each.type))


def _build_entity(record: Record, spans: Iterable[Span], lexicon: Lexicon) -> Entity:
    return Entity(
        type=record.kind,
        name=record.name,
        mentions=tuple(sorted(spans, key=lambda each: each.start)),
        known=lexicon.describe(record),
    )
