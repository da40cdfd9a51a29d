"""A sentence as the event rules see it: its clauses, names, times and cues."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tidings.tags import Entity, Time
from tidings_enrich.tagging.events.codebook_entries import StatusCue
from tidings_enrich.tagging.events.vocabulary import Vocabulary, holds_in_context
from tidings_enrich.tagging.phrase_scan import Hit
from tidings_enrich.tagging.sentences import Sentence

MentionKind = Literal["person", "organization", "place", "noun"]
_CLAUSE_MARK = re.compile(r"[,，;；:：。!！?？…\n]|\.(?=\s|$)")
# Context is looked for no further than this on either side, so that a text without any mark costs
# no more than one with them; a longer Chinese clause is rare.
CONTEXT = 60


class Mention(NamedTuple):
    """A name, or a noun for people who act (警方), in a sentence: offsets into the sentence."""

    start: int
    end: int
    name: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class EventSentence:
    """One sentence: ``printed`` as it stands, ``text`` folded, both of one length.

    Every offset but ``start``, which counts in the body, counts from the sentence's beginning.
    ``marks`` are the ends of its clauses. ``cues`` hold the cues that count in their context.
    """

    start: int
    printed: str
    text: str
    marks: tuple[int, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    cues: tuple[Hit[StatusCue], ...]
    opens_paragraph: bool
    vocabulary: Vocabulary
    borders: frozenset[int] = frozenset()

    def clause_at(self, position: int) -> tuple[int, int]:
        """Return where the clause around a position begins and ends, its mark left out."""
        after = bisect_right(self.marks, position)
        begin = self.marks[after - 1] if after else 0
        end = self.marks[after] - 1 if after < len(self.marks) else len(self.text)
        return begin, max(begin, end)

    def context_of(self, start: int, end: int) -> str:
        """Return the clause around a stretch, in lower case, as far as context reaches."""
        begin, stop = self.clause_at(start)
        return self.text[max(begin, start - CONTEXT) : min(max(stop, end), end + CONTEXT)].lower()

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie between two offsets."""
        at = bisect_left(self.mentions, start, key=lambda each: each.start)
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].start < end:
            if self.mentions[at].end <= end:
                found.append(self.mentions[at])
            at += 1
        return found


def read_sentences(  # noqa: PLR0913, PLR0917 - the parts of an article, each of its own type
    body: str,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    times: Sequence[Time],
    vocabulary: Vocabulary,
    borders: Sequence[frozenset[int]] = (),
) -> Iterator[EventSentence]:
    """Yield each sentence with what stands in it; ``borders`` of words for each or for none."""
    named = sorted(
        Mention(span.start, span.end, entity.name, entity.type)
        for entity in entities
        for span in entity.mentions
    )
    dated = sorted(times, key=lambda each: each.span.start)
    previous_end = 0
    cut = borders or [frozenset[int]()] * len(sentences)
    for (start, end, text), own in zip(sentences, cut, strict=True):
        folded = vocabulary.fold(text)
        first = bisect_left(named, start, key=lambda each: each.start)
        last = bisect_left(named, end, key=lambda each: each.start)
        yield EventSentence(
            start=start,
            printed=text,
            text=folded,
            marks=tuple(mark.end() for mark in _CLAUSE_MARK.finditer(folded)),
            mentions=_with_nouns(
                [
                    each._replace(start=each.start - start, end=each.end - start)
                    for each in named[first:last]
                    if each.end <= end
                ],
                text,
                folded,
                vocabulary,
            ),
            times=tuple(
                dated[
                    bisect_left(dated, start, key=lambda each: each.span.start) : bisect_left(
                        dated, end, key=lambda each: each.span.start
                    )
                ]
            ),
            cues=tuple(_cues(folded, vocabulary)),
            opens_paragraph="\n" in body[previous_end:start] or previous_end == 0,
            vocabulary=vocabulary,
            borders=own,
        )
        previous_end = end


def _with_nouns(
    names: list[Mention], text: str, folded: str, vocabulary: Vocabulary
) -> tuple[Mention, ...]:
    """Add the nouns for actors, the longest at each place, where no name covers them."""
    covered_to = 0
    mentions: list[Mention] = []
    nouns = (
        Mention(hit.start, hit.end, text[hit.start : hit.end], "noun")
        for hit in vocabulary.actor_nouns.find(folded)
    )
    for each in sorted([*names, *nouns], key=lambda m: (m.start, m.kind == "noun", -m.end)):
        if each.start >= covered_to or each.kind != "noun":
            mentions.append(each)
            covered_to = max(covered_to, each.end)
    return tuple(mentions)


def _cues(folded: str, vocabulary: Vocabulary) -> Iterator[Hit[StatusCue]]:
    for hit in vocabulary.status_cues.find(folded):
        clause = folded[max(0, hit.start - CONTEXT) : hit.end + CONTEXT].lower()
        if holds_in_context(hit.payload, hit, folded, clause):
            yield hit
