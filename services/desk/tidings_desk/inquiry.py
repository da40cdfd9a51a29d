"""The questions of the page, each with its requests to the archive and what is made of them."""

from __future__ import annotations

from typing import Final

from tidings_desk.answers import (
    ArticlePage,
    MappedPlace,
    SearchAnswer,
    SimilarAnswer,
    StoryAnswer,
    SuggestAnswer,
    Total,
)
from tidings_desk.archive import Archive, Fields
from tidings_desk.cursor import read_cursor, write_cursor
from tidings_desk.documents import read_article, read_hit
from tidings_desk.facets import read_counts
from tidings_desk.failures import UnknownArticleError
from tidings_desk.histogram import read_bars, read_bounds
from tidings_desk.parameters import Asked, Paged, Sorted
from tidings_desk.places import build_places, read_places
from tidings_desk.requests import (
    HIT_FIELDS,
    build_histogram,
    build_list,
    build_page,
    build_similar,
    build_tally,
)
from tidings_desk.suggestions import build_suggest, read_suggestions

MOST_SIMILAR: Final = 10
MOST_OF_A_STORY: Final = 100
_PLACE_IN_RESULT: Final = {"after", "size"}


def find_page(archive: Archive, asked: Paged) -> SearchAnswer:
    """Return one page of hits with facets and histogram; raises CursorError."""
    search = asked.model_dump_json(exclude=_PLACE_IN_RESULT)
    after = read_cursor(asked.after, search) if asked.after else None
    page = archive.begin_search(build_page(asked, after), search)
    tally = archive.search(build_tally(asked), search)
    counted = tally["aggregations"]
    period, took_ms, bars = read_bounds(counted["whole"]), tally["took"], []
    if period:
        again = archive.search(build_histogram(asked, period.interval), search)
        bars = read_bars(again["aggregations"], period.interval)
        took_ms += again["took"]
    answer = page.result()
    hits = answer["hits"]["hits"]
    return SearchAnswer(
        total=Total(value=counted["whole"]["doc_count"], exact=True),
        took_ms=max(took_ms, answer["took"]),
        hits=[read_hit(each) for each in hits],
        facets=read_counts(counted, asked.chosen()),
        histogram=bars,
        next=_find_next(hits, asked.size, search),
    )


def _find_next(hits: list[Fields], size: int, search: str) -> str | None:
    """Return where the next page begins; None where this one is not full."""
    return write_cursor(hits[-1]["sort"], search) if hits and len(hits) == size else None


def find_article(archive: Archive, article_id: str) -> ArticlePage:
    """Return an article; raises UnknownArticleError."""
    return read_article(_find(archive, article_id)["_source"])


def find_similar(archive: Archive, article_id: str) -> SimilarAnswer:
    """Return the articles most like one; raises UnknownArticleError."""
    index = _find(archive, article_id)["_index"]
    answer = archive.search(build_similar(index, article_id, MOST_SIMILAR), article_id)
    return SimilarAnswer(hits=[read_hit(each) for each in answer["hits"]["hits"]])


def find_story(archive: Archive, article_id: str) -> StoryAnswer:
    """Return all articles of an article's story; raises UnknownArticleError."""
    story_id = _find(archive, article_id)["_source"].get("story_id")
    if story_id is None:
        return StoryAnswer(story_id=None, total=0, hits=[])
    asked = Sorted(story=story_id, sort="oldest")
    found = archive.search(build_list(asked, MOST_OF_A_STORY, list(HIT_FIELDS), None), story_id)
    return StoryAnswer(
        story_id=story_id,
        total=found["hits"]["total"]["value"],
        hits=[read_hit(each) for each in found["hits"]["hits"]],
    )


def suggest_names(archive: Archive, typed: str) -> SuggestAnswer:
    """Return the names that begin with what was typed; none before anything is."""
    if not typed.strip():
        return SuggestAnswer(suggestions=[])
    return SuggestAnswer(suggestions=read_suggestions(archive.search(build_suggest(typed))))


def map_places(archive: Archive, asked: Asked) -> list[MappedPlace]:
    """Return the places of the articles that were asked for."""
    return read_places(archive.search(build_places(asked), asked.model_dump_json()))


def _find(archive: Archive, article_id: str) -> Fields:
    found = archive.find(article_id)
    if found is None:
        raise UnknownArticleError
    return found
