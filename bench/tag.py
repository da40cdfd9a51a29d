"""``make bench-tag``: what tagging costs, beside the bare networks where there is a choice.

The articles are those of the tests, strung together to the lengths that newspapers print. Times are
of the processor, so that other work on the machine shows less; each ratio is of two that were
measured turn by turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from figures import Figure, conclude
from news import NOW, generate_bodies, make_article, read_texts
from rich.console import Console

from tidings.article import Article
from tidings.dead_letter import Position
from tidings_enrich.cli import TaggerKind, load_tagging
from tidings_enrich.enrichment import Enriched, Record, enrich_records
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.tagging.load import load_tagger
from tidings_enrich.tagging.sentences import split_sentences

TURNS = 5
COUNT, BATCH = 96, 32
SHORT = 20_000
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    if sys.argv[1:]:
        print(json.dumps(MEASURES[sys.argv[1]](TaggerKind(sys.argv[2]))))
        return
    figures: list[Figure] = []
    for kind, least in ((TaggerKind.ACCURATE, 20_000), (TaggerKind.FAST, 50_000)):
        bare, whole = ask("time", kind)
        ratios = [one / other for one, other in zip(whole, bare, strict=True)]
        [seconds, weight] = ask("weigh", kind)
        figures += [
            Figure(f"{kind}: networks alone", bare, least, "characters/s"),
            Figure(f"{kind}: enrichment : networks alone", ratios, 0.8),
            Figure(f"{kind}: load", [seconds], 3, "s", most=True),
            Figure(f"{kind}: RSS after {COUNT} articles", [weight], 450, "MB", most=True),
            compare_lengths(kind, SHORT, ask("scale", kind)),
        ]
    conclude("Tagging", figures)


def compare_lengths(kind: TaggerKind, short: int, ratios: list[float]) -> Figure:
    """Return how much longer an article of ten times the length takes."""
    return Figure(f"{kind}: {10 * short:,} : {short:,} characters", ratios, 11, most=True)


def ask(measure: str, kind: TaggerKind) -> list[Any]:
    """Measure in a process of its own, so that nothing else is in its memory."""
    console.print(f"{kind}: {measure}")
    command = [sys.executable, __file__, measure, kind]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def time_both(kind: TaggerKind) -> tuple[list[float], list[float]]:
    """Return characters a second of the networks alone, and of all that the stage does."""
    records = make_records()
    articles = [Article.model_validate_json(each.value or b"") for each in records]
    characters = sum(len(each.body) for each in articles)
    tagger, tagging = load_tagger(kind.value, find_models_dir()), load_tagging(kind)
    sentences = [[each.text for each in split_sentences(article.body)] for article in articles]

    def read() -> None:
        for at in range(0, COUNT, BATCH):
            tagger.read([text for each in sentences[at : at + BATCH] for text in each])

    def enrich() -> None:
        for at in range(0, COUNT, BATCH):
            results = enrich_records(records[at : at + BATCH], tagging, pipeline="bench", now=NOW)
            if not all(isinstance(each, Enriched) for each in results):
                sys.exit("an article was not tagged")

    turns = [(characters / take_time(read), characters / take_time(enrich)) for _ in range(TURNS)]
    return [bare for bare, _ in turns], [whole for _, whole in turns]


def weigh(kind: TaggerKind) -> tuple[float, float]:
    """Return processor seconds until the first sentence is tagged, and MB after all articles."""
    records = make_records()
    started = time.process_time()
    tagging = load_tagging(kind)
    tagging.tag([make_article("今天开会。")])
    seconds = time.process_time() - started
    for at in range(0, COUNT, BATCH):
        enrich_records(records[at : at + BATCH], tagging, pipeline="bench", now=NOW)
    return seconds, psutil.Process().memory_info().rss / 1e6


def scale(kind: TaggerKind, short: int = SHORT, turns: int = TURNS) -> list[float]:
    """Return how much longer an article takes that is ten times as long as ``short`` characters."""
    tagging, text = load_tagging(kind), "\n".join(text for _ in range(40) for text in read_texts())
    one, ten = make_article(text[:short]), make_article(text[: 10 * short])
    tagging.tag([one])
    return [
        take_time(lambda: tagging.tag([ten])) / take_time(lambda: tagging.tag([one]))
        for _ in range(turns)
    ]


MEASURES: dict[str, Callable[[TaggerKind], object]] = {
    "time": time_both,
    "weigh": weigh,
    "scale": scale,
}


def take_time(work: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def make_records() -> list[Record]:
    """Return the articles as they stand on the topic."""
    return [
        Record(Position("articles.raw", 0, number), b"", make_article(body).to_bytes())
        for number, body in enumerate(generate_bodies(COUNT))
    ]


if __name__ == "__main__":
    main()
