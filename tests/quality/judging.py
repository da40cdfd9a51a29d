"""Tags beside what a person says of them: names, resolved places and events, each right or not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from marked_gold.sentences import LANGUAGES, read_sentences
from quality.measurement import ROOT
from quality.place_gold import PlaceArticle, name_unit
from quality.reliability import Judged

from tidings.article import Article
from tidings.tags import EntityType, LocationRule, NameSource, Tags
from tidings_enrich.places.homes import find_written_at, read_homes
from tidings_enrich.places.known import Setting
from tidings_enrich.places.mentions import Named
from tidings_enrich.places.resolver import resolve_places
from tidings_enrich.places.units import Gazetteer
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.sentences import split_sentences
from tidings_enrich.tagging.tagger import Tagger

EVAL = ROOT.parent / "shared/eval"
SETS = ("msra_dev", "pd_dev")
NOW = datetime(2031, 9, 1, 4, 0, tzinfo=UTC)
_LABELS: dict[EntityType, str] = {"person": "PER", "place": "LOC", "organization": "ORG"}


class JudgedName(NamedTuple):
    """An entity of a sentence: right where the marks have one of its mentions as that type."""

    type: EntityType
    source: NameSource
    confidence: float
    right: bool


def judge_names(tagger: Tagger, half: int) -> Iterator[JudgedName]:
    """Yield the names of every other shared sentence, from the first (0) or the second (1)."""
    for name in SETS:
        rows = [json.loads(line) for line in (EVAL / f"{name}.jsonl").open("rb")][half::2]
        tagged = tag_texts([each["text"] for each in rows], "zh", tagger)
        for row, tags in zip(rows, tagged, strict=True):
            marked = {tuple(each) for each in row["entities"]}
            for each in tags.entities:
                spans = ((s.start, s.end, _LABELS[each.type]) for s in each.mentions)
                right = any(span in marked for span in spans)
                yield JudgedName(each.type, _of(each.source), _of(each.confidence), right)


def judge_events(tagger: Tagger) -> Iterator[Judged]:
    """Yield the events of the own marked sentences: right where the sentence has that type."""
    for half in ("seen", "unseen"):
        for language in sorted(LANGUAGES):
            own = [each for each in read_sentences(half) if each.language == language]
            tagged = tag_texts([each.body for each in own], LANGUAGES[language], tagger)
            for sentence, tags in zip(own, tagged, strict=True):
                free = {each.type for each in sentence.events if each.optional}
                wanted = {each.type for each in sentence.events} - free
                for event in tags.events:
                    if event.type not in free:
                        yield Judged(event.confidence, event.type in wanted)


def judge_places(
    gold: Sequence[PlaceArticle], gazetteer: Gazetteer
) -> Iterator[tuple[LocationRule, Judged]]:
    """Yield rule and verdict of each resolved place of articles whose names are given."""
    for article in gold:
        home = read_homes({"*": article.home}, gazetteer)["*"] if article.home else None
        setting = Setting(find_written_at(article.dateline, gazetteer), home)
        named = [Named(start, end) for start, end, _ in article.marked]
        starts = [each.start for each in split_sentences(article.text)]
        wanted = {(start, end): path for start, end, path in article.marked}
        for words, path in article.pointed.items():
            start = article.text.index(words)
            wanted[start, start + len(words)] = path
        for each in resolve_places(article.text, named, starts, setting, gazetteer):
            right = name_unit(each.choice.unit) == wanted.get((each.start, each.end))
            yield each.choice.rule, Judged(each.choice.confidence, right)


def tag_texts(texts: Sequence[str], language: str, tagger: Tagger) -> list[Tags]:
    """Return the tags of texts, each a body of its own."""
    articles = [
        Article(
            id=f"{number:032x}",
            revision=1,
            content_hash="",
            source="gold",
            language=language,
            body=text,
            received_at=NOW,
        )
        for number, text in enumerate(texts)
    ]
    return ArticleTagger(tagger, load_codebook()).tag(articles)


def _of(value: Any) -> Any:
    assert value is not None
    return value
