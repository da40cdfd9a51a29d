"""English articles whose names were marked by hand before any tagger read them, and their score."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from quality.tag_scores import Score, build_article, score_tags

from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.english.load import load_english
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.tagger import SentenceReading, Tagger

FOLDER = Path(__file__).parents[1] / "data/english"
# The folder of each half; the rules for English names were not written by the second one.
HALVES = {"seen": FOLDER, "unseen": FOLDER / "unseen"}
FIELDS = ("persons", "titles", "organizations", "places")
NAMES = ("persons", "organizations", "places")


class NoChinese:
    """A tagger for text without Chinese."""

    name = "none"

    def read(self, sentences: Any) -> list[SentenceReading]:
        return [SentenceReading([]) for _ in sentences]


def read_half(half: str) -> list[dict[str, Any]]:
    """Return the articles of one half, in the order of their file names."""
    return [json.loads(each.read_text("utf-8")) for each in sorted(HALVES[half].glob("*.json"))]


def measure_english() -> Iterator[tuple[str, Score]]:
    """Yield each figure of the names in English articles; raises NoEnglishError."""
    for half in HALVES:
        readings = read_half(half)
        articles = [build_article(number, each) for number, each in enumerate(readings)]
        tagging = ArticleTagger(NoChinese(), load_codebook(), english=read_english())
        scores = score_tags(list(zip(readings, tagging.tag(articles), strict=True)))
        for field in FIELDS:
            yield f"own English articles, {half}: {field}", scores[field]
        together = zip(*(scores[each] for each in NAMES), strict=True)
        yield f"own English articles, {half}: names", Score(*map(sum, together))


@cache
def read_english() -> Tagger | None:
    """Return the tagger of English names, loaded once; raises NoEnglishError."""
    return load_english("on")
