"""How the places that the enrich stage finds and resolves compare with marked articles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from quality.place_gold import PlaceArticle, list_wanted_paths
from quality.tag_scores import Score

from tidings.article import Article
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.places.units import Gazetteer
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.folding import is_wide
from tidings_enrich.tagging.tagger import Tagger

DAY = datetime(2031, 9, 1, 4, 0, tzinfo=UTC)


def score_tagged_places(
    gold: Iterable[PlaceArticle], tagger: Tagger, gazetteer: Gazetteer
) -> Score:
    """Return the score of the paths of each Chinese article's places, each counted once in it."""
    wide = [each for each in gold if is_wide(each.text[0])]
    homes = {_name_source(number): each.home for number, each in enumerate(wide) if each.home}
    tagging = ArticleTagger(tagger, load_codebook(), PlaceLocator(gazetteer, homes))
    articles = [_build_article(number, each) for number, each in enumerate(wide)]
    right = said = wanted = 0
    for article, tags in zip(wide, tagging.tag(articles), strict=True):
        for each in tags.locations:
            assert all(article.text[span.start : span.end] == span.text for span in each.mentions)
        found = {each.path for each in tags.locations}
        known = list_wanted_paths(article, gazetteer)
        right, said, wanted = right + len(known & found), said + len(found), wanted + len(known)
    return Score(right, said, wanted)


def _build_article(number: int, gold: PlaceArticle) -> Article:
    return Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="",
        source=_name_source(number),
        language="zh",
        dateline=gold.dateline,
        body=gold.text,
        received_at=DAY,
    )


def _name_source(number: int) -> str:
    """Return a source of its own for each article, since a home is a source's."""
    return f"gazette-{number}"
