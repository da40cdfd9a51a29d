"""Compares articles that were split from a page with a gold page, field by field."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tidings.draft import Draft

Gold = dict[str, Any]


def read_page(path: Path) -> str:
    """Return the text with the line endings that it has."""
    return path.read_bytes().decode("utf-8")


def read_gold(path: Path) -> list[Gold]:
    return json.loads(path.read_text(encoding="utf-8"))["articles"]


def normalise(text: str | None) -> str:
    """Copies of a page differ in white space and in the width of punctuation."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def describe_differences(drafts: Sequence[Draft], gold: Sequence[Gold]) -> list[str]:
    """Return what is not as in the gold, the bodies apart: article, field, found, wanted."""
    if len(drafts) != len(gold):
        return [f"{len(drafts)} articles, not {len(gold)}: {[each.lines for each in drafts]}"]
    return [
        f"article {n}, {field}: {found!r}, not {wanted!r}"
        for n, (draft, article) in enumerate(zip(drafts, gold, strict=True), start=1)
        for field, found, wanted in _pair_fields(draft, article)
        if found != wanted
    ]


def measure_body(draft: Draft, article: Gold) -> float:
    """Return how alike the bodies are, white space apart; 1.0 is the same."""
    wanted, found = normalise("".join(article["paragraphs"])), normalise(draft.body)
    return SequenceMatcher(None, wanted, found, autojunk=False).ratio()


def _pair_fields(draft: Draft, article: Gold) -> list[tuple[str, object, object]]:
    fields: list[tuple[str, object, object]] = [
        (name, normalise(getattr(draft, name)), normalise(article.get(name)))
        for name in ("kicker", "headline", "subhead")
    ]
    captions = [(normalise(each.text), normalise(each.photographer)) for each in draft.captions]
    wanted = [(normalise(c["text"]), normalise(c["photographer"])) for c in article["captions"]]
    fields.append(("captions", captions, wanted))
    fields.append(("byline", list(draft.byline), article["byline"]))
    fields.append(("lines", list(draft.lines or ()), article["lines"]))
    return fields
