"""Decide what an article is about, from its words and its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Final, Literal

from tidings.article import Article
from tidings.tags import Event, Span, Topic, TopicName, TopicSign
from tidings_enrich.tagging.events.matcher import choose_language
from tidings_enrich.tagging.folding import simplify
from tidings_enrich.tagging.phrase_scan import Hit
from tidings_enrich.topics.entries import MediaTopic
from tidings_enrich.topics.scheme import Scheme, Sign

MOST_TOPICS: Final = 3
MOST_SIGNS: Final = 8
# What a topic must come to: two sure words, or one that the headline has too. The numbers here were
# checked on tests/data/topics/seen.yaml.
LEAST: Final = 5.0
# How much of the strongest topic another one must come to.
LEAST_SHARE: Final = 0.45
# A word in the headline counts as much more as it would in this many places of the body.
IN_HEAD: Final = 1.0
# A word that is there more often says no more.
MOST_TIMES: Final = 9
# The narrower topic is told when this much of what tells of the broader one is its own.
NARROW_SHARE: Final = 0.6


@dataclass(slots=True)
class _Found:
    """How often a sign is there, and where first: code points of the body."""

    sign: Sign
    kind: Literal["word", "event"]
    times: int = 0
    in_head: bool = False
    first: Span | None = None

    @property
    def strength(self) -> float:
        """Return weight × √times, and more in the headline: a word repeated says less each time."""
        body = self.times - self.in_head
        return self.sign.weight * (sqrt(min(body, MOST_TIMES)) + (IN_HEAD if self.in_head else 0))


@dataclass(slots=True)
class _Case:
    """All that tells of one topic of the first level."""

    found: list[_Found] = field(default_factory=list)

    @property
    def strength(self) -> float:
        return sum(each.strength for each in self.found)


def assign_topics(article: Article, events: Sequence[Event], scheme: Scheme) -> tuple[Topic, ...]:
    """Return up to three topics of an article, the strongest first; none where too little tells.

    No two of them are of one topic of the first level. The time is linear in the text. Never
    raises, whatever the text.
    """
    cases: defaultdict[str, _Case] = defaultdict(_Case)
    for found in (*_find_words(article, scheme), *_find_events(events, scheme)):
        cases[found.sign.topic.top].found.append(found)
    ranked = sorted(cases.items(), key=lambda case: (-case[1].strength, case[0]))
    if not ranked:
        return ()
    least = max(LEAST, LEAST_SHARE * ranked[0][1].strength)
    return tuple(
        _tell(scheme, scheme.topics[code], case)
        for code, case in ranked[:MOST_TOPICS]
        if case.strength >= least
    )


def _find_words(article: Article, scheme: Scheme) -> Iterable[_Found]:
    scan = scheme.words[choose_language(article.language, article.body)]
    found: dict[Sign, _Found] = {}
    for hit in keep_longest(scan.find(simplify(article.body))):
        one = found.setdefault(hit.payload, _Found(hit.payload, "word"))
        one.times += 1
        if one.first is None:
            text = article.body[hit.start : hit.end]
            one.first = Span(start=hit.start, end=hit.end, text=text)
    # A break between the parts: no word reaches from one into the next.
    heads = (article.kicker, article.headline, article.subhead)
    head = "\n\n".join(each for each in heads if each)
    for sign in dict.fromkeys(hit.payload for hit in keep_longest(scan.find(simplify(head)))):
        one = found.setdefault(sign, _Found(sign, "word"))
        one.times += 1
        one.in_head = True
    return found.values()


def keep_longest(hits: Iterable[Hit[Sign]]) -> Iterator[Hit[Sign]]:
    """Yield the longest hits of each place, from left to right; the others overlap them.

    Of a word that tells of several topics, each hit is kept.
    """
    start = end = -1
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if hit.start >= end or (hit.start, hit.end) == (start, end):
            start, end = hit.start, hit.end
            yield hit


def _find_events(events: Sequence[Event], scheme: Scheme) -> Iterable[_Found]:
    found: dict[Sign, _Found] = {}
    for event in events:
        for sign in scheme.events.get(event.type, ()):
            one = found.setdefault(sign, _Found(sign, "event", first=event.trigger))
            one.times += 1
    return found.values()


def _tell(scheme: Scheme, top: MediaTopic, case: _Case) -> Topic:
    strengths: defaultdict[str, float] = defaultdict(float)
    for each in case.found:
        strengths[each.sign.topic.code] += each.strength
    code = max(strengths, key=lambda code: (strengths[code], code))
    chosen = scheme.topics[code] if strengths[code] >= NARROW_SHARE * case.strength else top
    strongest = sorted(case.found, key=lambda each: (-each.strength, each.sign.name))
    return Topic(
        **_name(chosen).model_dump(),
        broader=None if chosen is top else _name(top),
        score=round(case.strength / (case.strength + LEAST), 3),
        signs=tuple(
            TopicSign(kind=each.kind, name=each.sign.name, times=each.times, first=each.first)
            for each in strongest[:MOST_SIGNS]
        ),
    )


def _name(topic: MediaTopic) -> TopicName:
    return TopicName(code=f"medtop:{topic.code}", en=topic.en, zh=topic.zh)
