"""The same articles as the whole road takes them, and as each stage alone takes them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from news import NOW, generate_bodies, make_article

from tidings.tags import TaggedArticle, Tags
from tidings_enrich.cli import TaggerKind, load_tagging

# So many texts are different; each comes again under other ids.
TEXTS = 60


class RoadArticles:
    """Texts with the tags of one tagger; ``seconds`` is what it takes for each, one at a time."""

    def __init__(self, kind: str) -> None:
        tagging = load_tagging(TaggerKind(kind))
        self.bodies = list(generate_bodies(TEXTS))
        self._tags: list[Tags] = []
        self.seconds: list[float] = []
        tagging.tag([make_article(self.bodies[0])])
        for body in self.bodies:
            started = time.perf_counter()
            self._tags += tagging.tag([make_article(body)])
            self.seconds.append(time.perf_counter() - started)

    def describe(self, name: str) -> dict[str, str]:
        """Return the article ``turn-number`` as a feed sends it in JSON."""
        number = int(name.rpartition("-")[2])
        body = self.bodies[number % TEXTS]
        return {"id": name, "headline": f"第{number}篇", "body": body, "language": "zh-Hans"}

    def encode_lines(self, turn: str, count: int) -> list[bytes]:
        """Return lines of NDJSON."""
        named = (self.describe(f"{turn}-{number}") for number in range(count))
        return [json.dumps(each, ensure_ascii=False).encode() for each in named]

    def encode_raw(self, turn: int, count: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield keys and values as enrich reads them."""
        for number in range(turn * count, (turn + 1) * count):
            article = make_article(self.bodies[number % TEXTS], number)
            yield article.id.encode(), article.to_bytes()

    def encode_tagged(self, turn: int, count: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield keys and values as index reads them."""
        for number in range(turn * count, (turn + 1) * count):
            article = make_article(self.bodies[number % TEXTS], number)
            tags = self._tags[number % TEXTS]
            tagged = TaggedArticle(article=article, tags=tags, enriched_at=NOW)
            yield article.id.encode(), tagged.to_bytes()
