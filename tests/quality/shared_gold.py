"""Figures on gold that is not part of the repository, where it lies beside the checkout.

The scripts that came with it count, so that the figures are those that anybody else gets.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from quality.measurement import KINDS, ROOT, Kind, Measured, read_tagger
from quality.tag_scores import Score

from tidings_enrich.cli import tag_drafts
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tag_lines import answer_lines, read_lines
from tidings_enrich.tag_report import describe_tagged
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_ingest.page import split_page

SHARED = ROOT.parent / "shared"
SENTENCES = ("msra_dev", "pd_dev")
PAGE = "taiyuan_2022-11-28"
LABELS = ("PER", "LOC", "ORG", "ALL")
NOW = datetime(2031, 9, 1, 4, 0, tzinfo=UTC)


def measure_shared() -> Measured:
    """Yield each figure on shared sentences and on the shared page; nothing where there is none."""
    for kind in KINDS:
        if (SHARED / "eval").is_dir():
            yield from _measure_sentences(kind)
        if (SHARED / "gold").is_dir():
            yield from _measure_page(kind)


def _measure_sentences(kind: Kind) -> Measured:
    scorer = _load_script(SHARED / "eval/score_ner.py")
    for name in SENTENCES:
        gold = SHARED / f"eval/{name}.jsonl"
        with gold.open("rb") as opened, tempfile.TemporaryDirectory() as folder:
            answers = Path(folder, "answers.jsonl")
            told = answer_lines(read_lines(opened), _build_tagging(kind), NOW)
            answers.write_text("".join(json.dumps(each.record) + "\n" for each in told))
            scores = scorer.score(gold, answers)
        for label in LABELS:
            row = scores[label]
            right = round(row["P"] * row["pred"])
            yield f"{name}, {kind}: {label}", Score(right, row["pred"], row["gold"])


def _measure_page(kind: Kind) -> Measured:
    scorer = _load_script(SHARED / "gold/score_page.py")
    gold = json.loads((SHARED / f"gold/{PAGE}.json").read_text("utf-8"))["articles"]
    for field, row in scorer.score(gold, list(_tag_page(kind)))["fields"].items():
        yield f"real page, {kind}: {field}", Score(row["tp"], row["predicted"], row["gold"])


def _tag_page(kind: Kind) -> Iterator[dict[str, Any]]:
    """Yield the articles of the page as ``tidings tag --json`` gives them."""
    page = (SHARED / f"pages/{PAGE}.txt").read_bytes().decode("utf-8")
    drafts = tuple(split_page(page))
    for draft, tags in tag_drafts(drafts, _build_tagging(kind), None, lambda: NOW):
        yield describe_tagged(draft, tags)


def _build_tagging(kind: Kind) -> ArticleTagger:
    locator = PlaceLocator(open_gazetteer(find_models_dir()), {})
    return ArticleTagger(read_tagger(kind), load_codebook(), locator)


def _load_script(file: Path) -> ModuleType:
    spec = spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
