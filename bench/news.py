"""Chinese news for the benchmarks of tagging: the tests' texts, as long as newspapers print."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from corpus import MEDIAN_CHARACTERS, SIGMA

from tidings.article import Article

TEXTS: Final = Path(__file__).resolve().parents[1] / "tests" / "data" / "articles"
NOW: Final = datetime(2031, 11, 3, 10, tzinfo=UTC)


def generate_bodies(count: int) -> Iterator[str]:
    """Yield the same ``count`` bodies each time."""
    # Not for secrets: the same corpus each time is the point.
    chance = random.Random(1)
    texts = endless_texts(chance)
    for _ in range(count):
        wanted = round(chance.lognormvariate(0, SIGMA) * MEDIAN_CHARACTERS)
        body = ""
        while len(body) < wanted:
            body += next(texts) + "\n"
        yield body[:wanted]


def endless_texts(chance: random.Random) -> Iterator[str]:
    """Yield the texts of the tests again and again, in another order each time."""
    texts = read_texts()
    while True:
        yield from chance.sample(texts, len(texts))


def read_texts() -> list[str]:
    """Return the bodies of the tests' articles."""
    files = sorted(TEXTS.glob("*.json"))
    return ["\n".join(json.loads(file.read_bytes())["paragraphs"]) for file in files]


def make_article(body: str, number: int = 0) -> Article:
    """Return an article with this body and nothing else."""
    return Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="",
        source="bench",
        language="zh-Hans",
        body=body,
        received_at=NOW,
    )
