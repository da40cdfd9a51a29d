"""Articles whose events were marked by hand, and how well the matcher finds those."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tidings.tags import Entity, Event, Span, Time
from tidings_enrich.tagging.events.codebook import Codebook, load_codebook
from tidings_enrich.tagging.events.matcher import find_events
from tidings_enrich.tagging.folding import simplify
from tidings_enrich.tagging.sentences import split_sentences
from tidings_enrich.tagging.tagger import Tagger

FOLDER = Path(__file__).parent / "data/events"


@dataclass(frozen=True)
class MarkedEvent:
    """What a person found: one event for each type in a sentence. An optional one is free."""

    type: str
    sentence: str
    triggers: frozenset[str]
    status: str
    optional: bool


@dataclass(frozen=True)
class MarkedArticle:
    """A body, the names and times that stand in it, and its events."""

    body: str
    language: str
    names: Mapping[str, Sequence[str]]
    times: Sequence[str]
    events: tuple[MarkedEvent, ...]


@dataclass
class Score:
    """Counts of events: right, found, asked for; of those that a mark matches, what agrees."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    matched: int = 0
    same_status: int = 0
    same_trigger: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted)


@cache
def codebook() -> Codebook:
    return load_codebook()


def read_articles(folder: Path, language: str) -> Iterator[MarkedArticle]:
    """Yield the articles of a folder that are in a language, in the order of their file names."""
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["language"].startswith(language):
            yield MarkedArticle(
                body="".join(
                    "\n" * (each["opens_paragraph"] and at > 0) + each["text"]
                    for at, each in enumerate(raw["sentences"])
                ),
                language=raw["language"],
                names=raw["names"],
                times=raw["times"],
                events=tuple(
                    read_event(event, each["text"])
                    for each in raw["sentences"]
                    for event in each["events"]
                ),
            )


def read_event(raw: Mapping[str, object], sentence: str) -> MarkedEvent:
    alternatives = raw.get("trigger_alternatives") or []
    assert isinstance(alternatives, list)
    return MarkedEvent(
        type=str(raw["type"]),
        sentence=squeeze(sentence),
        triggers=frozenset([str(raw["trigger"]), *alternatives]),
        status=str(raw["status"]),
        optional=bool(raw.get("optional")),
    )


def squeeze(text: str) -> str:
    return "".join(text.split())


def find_spans(body: str, text: str) -> tuple[Span, ...]:
    return tuple(
        Span(start=each.start(), end=each.end(), text=text)
        for each in re.finditer(re.escape(text), body)
    )


def tag_events(
    body: str,
    language: str = "zh",
    names: Mapping[str, Sequence[str]] | None = None,
    times: Iterable[str] = (),
    tagger: Tagger | None = None,
) -> list[Event]:
    """Return the events of a body; ``names`` are its names by type, as a tagger would give them.

    ``tagger`` says where words begin and end; without one nothing does.
    """
    entities = [
        Entity(type=kind, name=name, mentions=spans)  # type: ignore[arg-type]
        for kind, each in (names or {}).items()
        for name in each
        if (spans := find_spans(body, name))
    ]
    spans = sorted((span for each in times for span in find_spans(body, each)), key=start_of)
    sentences = split_sentences(body)
    texts = [simplify(each.text) for each in sentences]
    return find_events(
        body,
        sentences,
        entities,
        [Time(span=span, start="2031-03-14") for span in spans],
        codebook(),
        language,
        [each.borders for each in tagger.read(texts)] if tagger else (),
    )


def start_of(span: Span) -> int:
    return span.start


def score(articles: Iterable[MarkedArticle], tagger: Tagger | None = None) -> Score:
    """Compare what the matcher finds with what was marked: type and sentence must agree."""
    total = Score()
    for article in articles:
        marked = {(each.type, each.sentence): each for each in article.events}
        found = tag_events(article.body, article.language, article.names, article.times, tagger)
        total.wanted += sum(not each.optional for each in article.events)
        for event in found:
            mark = marked.get((event.type, squeeze(event.sentence.text)))
            if mark is None:
                total.found += 1
                continue
            total.found += not mark.optional
            total.right += not mark.optional
            total.matched += 1
            total.same_status += event.status == mark.status
            total.same_trigger += any(
                event.trigger.text in each or each in event.trigger.text for each in mark.triggers
            )
    return total
