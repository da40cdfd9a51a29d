"""How well searches rank: nDCG@10 of judged queries over a small corpus. Pure.

nDCG after Järvelin and Kekäläinen (2002) with the gain 2^grade - 1 and the discount log2(rank + 1):
1 where no article of a lower grade stands before one of a higher grade.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from rich.table import Table

from tidings.article import Article
from tidings.identity import ID_HEX_DIGITS
from tidings.tags import Entity, Span, TaggedArticle, Tags

FOLDER = Path(__file__).parents[1] / "data/relevance"
RECORDED = Path(__file__).with_name("recorded_relevance.json")
DEPTH = 10
LANGUAGES = {"cn": "zh-Hans", "tw": "zh-Hant", "en": "en"}
# A single query may change places of grades; the mean of all may not fall by this.
MOST_LOST = 0.01
DAY = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, of which kind it is, and the grade (1 to 3) of each article that is wanted."""

    words: str
    kind: str
    wanted: Mapping[str, int]


def read_articles() -> dict[str, TaggedArticle]:
    """Return the articles by their keys, tagged with the persons that a reader finds."""
    written = yaml.safe_load((FOLDER / "articles.yaml").read_text("utf-8"))
    return {key: _build_article(key, each) for key, each in written.items()}


def read_queries() -> list[Query]:
    """Return the judged queries."""
    judged = yaml.safe_load((FOLDER / "queries.yaml").read_text("utf-8"))
    return [Query(each["query"], each["kind"], each["wanted"]) for each in judged]


def make_id(key: str) -> str:
    """Return the id of the article with a key."""
    return sha256(key.encode()).hexdigest()[:ID_HEX_DIGITS]


def compute_ndcg(grades: Sequence[int], wanted: Sequence[int]) -> float:
    """Return nDCG of the grades in the order found, against all that are ``wanted``."""
    best = _compute_dcg(sorted(wanted, reverse=True))
    return _compute_dcg(grades) / best if best else 1.0


def score_query(query: Query, found: Sequence[str]) -> float:
    """Return nDCG@10 of the ids ``found``."""
    grades = {make_id(key): grade for key, grade in query.wanted.items()}
    return compute_ndcg([grades.get(each, 0) for each in found], list(grades.values()))


def find_mean(scores: Mapping[str, float]) -> float:
    """Return the mean over the queries, each of the same weight."""
    return sum(scores.values()) / len(scores)


def has_fallen(measured: Mapping[str, float], recorded: Mapping[str, float]) -> bool:
    """Return whether the mean is more than ``MOST_LOST`` below the recorded one."""
    return bool(recorded) and find_mean(measured) < find_mean(recorded) - MOST_LOST


def read_recorded(file: Path = RECORDED) -> dict[str, float]:
    """Return nDCG@10 by query as it was recorded; nothing where none was."""
    if not file.exists():
        return {}
    recorded: dict[str, float] = json.loads(file.read_text("utf-8"))["ndcg"]
    return recorded


def write_recorded(scores: Mapping[str, float], revision: str, file: Path = RECORDED) -> None:
    """Write nDCG@10 by query, one line a query, with the revision that it is of."""
    lines = (f"  {json.dumps(k, ensure_ascii=False)}: {v:.4f}" for k, v in scores.items())
    text = f'{{"revision": {json.dumps(revision)},\n "ndcg": {{\n' + ",\n".join(lines) + "\n}}\n"
    file.write_text(text, encoding="utf-8")


def build_table(scores: Mapping[str, float], recorded: Mapping[str, float]) -> Table:
    """Return a row for each query, its kind before it, and the mean."""
    table = Table(title="relevance of searches", box=None, padding=(0, 2, 0, 0))
    for heading in ("kind", "query", f"nDCG@{DEPTH}", "recorded"):
        table.add_column(heading, no_wrap=True)
    for query in read_queries():
        score = scores[query.words]
        moved = f"{score - recorded[query.words]:+.3f}" if query.words in recorded else "new"
        shown = "=" if moved in {"+0.000", "-0.000"} else moved
        table.add_row(query.kind, query.words, f"{score:.3f}", shown)
    was = f"{find_mean(recorded):.3f}" if recorded else "new"
    table.add_row("all", "mean", f"{find_mean(scores):.3f}", was)
    return table


def _compute_dcg(grades: Sequence[int]) -> float:
    return sum(
        (2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1)
    )


def _build_article(key: str, written: Mapping[str, Any]) -> TaggedArticle:
    article = Article(
        id=make_id(key),
        revision=1,
        content_hash=key,
        source="example-gazette",
        language=LANGUAGES[key[-2:]],
        headline=written["headline"],
        body=written["body"],
        published_at=DAY,
        received_at=DAY,
    )
    persons = tuple(_tag_person(each, article.body) for each in written.get("persons", ()))
    return TaggedArticle(article=article, tags=Tags(entities=persons), enriched_at=DAY)


def _tag_person(name: str, body: str) -> Entity:
    # Where the headline alone has the name, there is no place in the body to point at.
    start = max(body.find(name), 0)
    mention = Span(start=start, end=start + len(name), text=name)
    return Entity(type="person", name=name, mentions=(mention,))
