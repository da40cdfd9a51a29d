"""Every figure of quality: on the project's own gold, and on shared gold where that is there.

A figure's name is what was measured on, by which tagger, and what: "own articles, fast: persons".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import event_articles
from page_comparison import describe_differences, read_gold, read_page
from quality.english_gold import measure_english, read_english
from quality.marked_measurement import measure_marked
from quality.marked_scores import Tagging
from quality.place_gold import compare, tally
from quality.place_gold import read_gold as read_place_gold
from quality.story_scores import measure_stories
from quality.tag_scores import Score, build_article, score_tags
from quality.tagged_places import score_tagged_places
from quality.topic_gold import SETS, add_scores, score_topics
from quality.topic_gold import read_gold as read_topic_gold

from tidings_enrich.models.build import find_models_dir
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.load import load_tagger
from tidings_enrich.tagging.tagger import Tagger
from tidings_ingest.page import split_page

Kind = Literal["accurate", "fast"]
KINDS: tuple[Kind, ...] = ("accurate", "fast")
ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT / "tests/data/articles").glob("*.json"))
PAGES = [*sorted((ROOT / "tests/data/pages").glob("*.txt")), ROOT / "examples/pages/riverside.txt"]
PLACES = ("seen", "unseen", "hard", "long")
NAMES = ("persons", "organizations", "places")

Measured = Iterator[tuple[str, Score]]


def measure_own() -> Measured:
    """Yield each figure on what the project itself wrote; raises ModelsMissingError."""
    readings = [json.loads(each.read_text("utf-8")) for each in ARTICLES]
    for kind in KINDS:
        yield from measure_articles(f"own articles, {kind}", readings, kind)
    yield from measure_english()
    for where, folder in (("", ""), (" written later", "unseen")):
        for language in ("zh", "en"):
            marked = event_articles.read_articles(event_articles.FOLDER / folder, language)
            scored = event_articles.score(marked, read_tagger("fast"))
            yield from name_events(f"own event articles{where}, {language}", scored)
    yield from _measure_places()
    for name, scores in measure_topics().items():
        yield f"own topic articles, {name}, fast: topics", add_scores(scores)
    wrong = sum(
        bool(describe_differences(split_page(read_page(each)), _read_gold_of(each)))
        for each in PAGES
    )
    yield "own pages: split exactly", Score(len(PAGES) - wrong, len(PAGES), len(PAGES))
    yield from measure_marked(KINDS, _build_tagging)
    yield from measure_stories()


def _build_tagging(kind: Kind) -> Tagging:
    return ArticleTagger(read_tagger(kind), load_codebook(), english=read_english()).tag


def measure_articles(where: str, readings: list[dict[str, object]], kind: Kind) -> Measured:
    """Yield the figures of articles that a person has read."""
    articles = [build_article(number, each) for number, each in enumerate(readings)]
    tags = ArticleTagger(read_tagger(kind), load_codebook()).tag(articles)
    scores = score_tags(list(zip(readings, tags, strict=True)))
    for field, score in scores.items():
        yield f"{where}: {field}", score
    yield f"{where}: names", Score(*map(sum, zip(*(scores[each] for each in NAMES), strict=True)))


def name_events(where: str, scored: event_articles.Score) -> Measured:
    """Yield the figures of events; status and trigger are of those that a person marked."""
    yield f"{where}: events", Score(scored.right, scored.found, scored.wanted)
    yield f"{where}: status", Score(scored.same_status, scored.matched, scored.matched)
    yield f"{where}: trigger", Score(scored.same_trigger, scored.matched, scored.matched)


@cache
def measure_topics() -> dict[str, dict[str, Score]]:
    """Return for each set of articles the score of each topic of the first level."""
    return {name: score_topics(read_topic_gold(name), read_tagger("fast")) for name in SETS}


@cache
def read_tagger(kind: Kind) -> Tagger:
    """Return a tagger; each is loaded once."""
    return load_tagger(kind, find_models_dir())


def _measure_places() -> Measured:
    gazetteer = open_gazetteer(find_models_dir())
    for name in PLACES:
        gold = read_place_gold(name)
        counted = tally(list(compare(gold, gazetteer)))
        said, wanted = counted.right + counted.wrong, counted.right + counted.missed
        yield f"own places, {name}: resolved", Score(counted.right, said, wanted)
        tagged = score_tagged_places(gold, read_tagger("accurate"), gazetteer)
        yield f"own places, {name}, accurate: found and resolved", tagged


def _read_gold_of(page: Path) -> list[dict[str, object]]:
    return read_gold(page.with_suffix(".gold.json"))
