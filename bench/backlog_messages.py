"""Short articles by the thousand, each with an id of its own, as they stand on the topics."""

from __future__ import annotations

from collections.abc import Iterator

from news import NOW, make_article, read_texts

from tidings.article import Article
from tidings.tags import TaggedArticle
from tidings_enrich.cli import TaggerKind, load_tagging

CHARACTERS = 80
NO_ID = "f" * 32


def copy_raw(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys and values of raw articles."""
    yield from _copy([each.to_bytes() for each in _make_articles()], count)


def copy_tagged(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield them as enrich sends them, with the tags of the fast tagger."""
    articles = _make_articles()
    tags = load_tagging(TaggerKind.FAST).tag(articles)
    tagged = [
        TaggedArticle(article=each, tags=own, enriched_at=NOW)
        for each, own in zip(articles, tags, strict=True)
    ]
    yield from _copy([each.to_bytes() for each in tagged], count)


def _make_articles() -> list[Article]:
    texts = (make_article(each[:CHARACTERS]) for each in read_texts())
    return [each.model_copy(update={"id": NO_ID}) for each in texts]


def _copy(values: list[bytes], count: int) -> Iterator[tuple[bytes, bytes]]:
    for number in range(count):
        key = f"{number:032x}".encode()
        yield key, values[number % len(values)].replace(NO_ID.encode(), key)
