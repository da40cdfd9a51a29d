"""Own articles with the topics that a reader gave them, and how well the tagger finds those."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from quality.tag_scores import DAY, Score

from tidings.article import Article
from tidings.tags import Tags
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.tagger import Tagger
from tidings_enrich.topics.scheme import load_scheme

FOLDER: Final = Path(__file__).parents[1] / "data/topics"
PAGE: Final = Path(__file__).parents[2] / "docs/topics.md"
_MARKED: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)
SETS: Final = ("seen", "unseen", "other")


def read_gold(name: str) -> list[dict[str, Any]]:
    """Return the articles of a set: ``headline``, ``body``, and a word of each topic's name.

    Those of ``other`` name the file of another test, and have no headline.
    """
    gold: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return [each | _read_body(each["file"]) if "file" in each else each for each in gold]


def _read_body(file: str) -> dict[str, Any]:
    read = json.loads((FOLDER.parent / file).read_text("utf-8"))
    parts = read.get("paragraphs") or [each["text"] for each in read["sentences"]]
    return {"headline": None, "body": "\n".join(parts)}


def score_topics(gold: list[dict[str, Any]], tagger: Tagger) -> dict[str, Score]:
    """Return the score of each topic of the first level by its English name."""
    tagging = ArticleTagger(tagger, load_codebook(), scheme=load_scheme())
    tags = tagging.tag([_build_article(number, each) for number, each in enumerate(gold)])
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for each, own in zip(gold, tags, strict=True):
        found, asked = find_tops(own), set(map(_write_out, each["topics"]))
        right.update(found & asked)
        said.update(found)
        wanted.update(asked)
    return {name: Score(right[name], said[name], wanted[name]) for name in _list_tops()}


def add_scores(scores: dict[str, Score]) -> Score:
    """Return the score over all topics."""
    return Score(*map(sum, zip(*scores.values(), strict=True)))


def find_tops(tags: Tags) -> set[str]:
    """Return the English names of the topics of the first level."""
    return {(each.broader or each).en for each in tags.topics}


def render_table(scores: dict[str, dict[str, Score]]) -> str:
    """Return Markdown: a row for each topic, precision and recall of each set, counts beside."""
    heads = " | ".join(f"{each}: precision | recall" for each in scores)
    lines = [f"| topic | {heads} |", f"|---|{'---|---|' * len(scores)}"]
    rows = {name: [own[name] for own in scores.values()] for name in _list_tops()}
    for name, row in rows.items():
        lines.append(f"| {name} | {' | '.join(cell for each in row for cell in _show(each))} |")
    lines.append(render_total(add_scores(own) for own in scores.values()))
    return "".join(f"{line}\n" for line in lines)


def write_table(page: str, scores: dict[str, dict[str, Score]]) -> str:
    """Return the page with the table between its two marks in place of what is there."""
    return _MARKED.sub(lambda found: f"{found[1]}{render_table(scores)}{found[2]}", page)


def render_total(scores: Iterable[Score]) -> str:
    """Return the row of the table that is over all topics."""
    return f"| **all** | {' | '.join(cell for each in scores for cell in _show(each))} |"


def _show(score: Score) -> Iterator[str]:
    for part, whole in ((score.right, score.said), (score.right, score.wanted)):
        yield f"{part / whole:.2f} ({part}/{whole})" if whole else "–"


def _list_tops() -> list[str]:
    return [each.en for each in load_scheme().topics.values() if each.broader is None]


def _write_out(word: str) -> str:
    """Return the name that begins with the word of the gold: arts, or human."""
    (name,) = [each for each in _list_tops() if each.startswith(word)]
    return name


def _build_article(number: int, read: dict[str, Any]) -> Article:
    chinese = any("\u4e00" <= each <= "\u9fff" for each in read["body"])
    return Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="",
        source="example-gazette",
        language="zh" if chinese else "en",
        headline=read["headline"],
        body=read["body"],
        published_at=DAY,
        received_at=DAY,
    )
