"""What becomes of raw messages: tagged articles, or the reason why not. No input or output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from tidings.article import Article
from tidings.dead_letter import Position
from tidings.decoding import decode_message
from tidings.outcome import Reject
from tidings.tags import TaggedArticle, Tags
from tidings.topics import MOST_VALUE_BYTES
from tidings.tracing.context import find_trace_id
from tidings_enrich.stories.story import NoStories, Story, StoryTelling

# What any tagger must be able to read, in each language that has one of its own.
_PLAIN = {"zh": "市长今天说话。", "en": "The mayor spoke today."}

NO_STORIES = NoStories()


class ArticleTagging(Protocol):
    """Finds everything that is tagged in articles."""

    @property
    def lexicon(self) -> str | None:
        """Name what the user's own list of names says now; None where there is no list."""
        ...

    def hold(self) -> ArticleTagging:
        """Return the tagging as it is now: a list that changes later does not change it."""
        ...

    def tag(self, articles: list[Article]) -> list[Tags]:
        """Return the tags of each article, in the order of ``articles``."""
        ...

    def reads_names(self, language: str) -> bool:
        """Tell whether names are looked for in articles of this language, a BCP 47 tag."""
        ...


class TaggerBrokenError(Exception):
    """The tagger fails on plain text too, so no article is at fault."""


@dataclass(frozen=True, slots=True)
class Record:
    """One message as it stands on the topic."""

    at: Position
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Enriched:
    """A tagged article as bytes, with the key under which it is sent.

    ``unread`` is the article's language where nobody looks for names in it.
    """

    record: Record
    key: bytes
    value: bytes
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that can never be enriched, and why."""

    record: Record
    reject: Reject


def enrich_records(
    records: Sequence[Record],
    tagging: ArticleTagging,
    stories: StoryTelling = NO_STORIES,
    *,
    pipeline: str,
    now: datetime,
) -> list[Enriched | Rejected]:
    """Return what became of each record, in the order of ``records``.

    ``pipeline`` names the code and the model, for the lineage; the user's list is named behind
    them, one for the whole batch. A withdrawn article has no text and gets no tags. Raises
    TaggerBrokenError when the fault is not an article's.
    """
    tagging = tagging.hold()
    pipeline = f"{pipeline} {tagging.lexicon}" if tagging.lexicon else pipeline
    decoded = [decode_message(each.value, Article) for each in records]
    articles = [each for each in decoded if isinstance(each, Article)]
    await_stories = stories.begin(articles)
    readable = [each for each in articles if each.status == "published"]
    tags = dict(zip(map(id, readable), tag_articles(readable, tagging), strict=True))
    told = await_stories()
    results: list[Enriched | Rejected] = []
    for record, article in zip(records, decoded, strict=True):
        if isinstance(article, Reject):
            results.append(Rejected(record, article))
            continue
        found = tags.get(id(article), Tags())
        if isinstance(found, Reject):
            results.append(Rejected(record, found))
            continue
        encoded = _encode(record, article, found, told.get(article.id), pipeline, now)
        if isinstance(encoded, Enriched) and not tagging.reads_names(article.language):
            encoded = replace(encoded, unread=article.language)
        results.append(encoded)
    return results


def tag_articles(articles: list[Article], tagging: ArticleTagging) -> list[Tags | Reject]:
    """Tag all together; if that fails, one by one, so that one bad article spoils no other."""
    if not articles:
        return []
    try:
        return list(_tag_all(articles, tagging))
    except MemoryError:
        raise  # no property of an article; a fresh process may have more room
    except Exception:
        results = [_tag_one(each, tagging) for each in articles]
    if all(isinstance(each, Reject) for each in results):
        _check_tagger(tagging)
    return results


def _tag_all(articles: list[Article], tagging: ArticleTagging) -> list[Tags]:
    tags = tagging.tag(articles)
    if len(tags) != len(articles):
        raise TaggerBrokenError(f"the tagger gave {len(tags)} results for {len(articles)} articles")
    return tags


def _tag_one(article: Article, tagging: ArticleTagging) -> Tags | Reject:
    try:
        return _tag_all([article], tagging)[0]
    except MemoryError:
        raise
    except Exception as error:
        # The error's own words may quote the article; its type does not.
        return Reject("tagger_failed", f"the tagger raised {type(error).__name__}")


def _check_tagger(tagging: ArticleTagging) -> None:
    """Raise TaggerBrokenError when even plain sentences cannot be tagged, of either language."""
    for language, body in _PLAIN.items():
        plain = Article(
            id="0" * 32,
            revision=0,
            content_hash="",
            source="tidings",
            language=language,
            body=body,
            received_at=datetime.fromtimestamp(0, UTC),
        )
        outcome = _tag_one(plain, tagging)
        if isinstance(outcome, Reject):
            raise TaggerBrokenError(f"{outcome.detail}, and so it does for a plain sentence")


def _encode(  # noqa: PLR0913, PLR0917 - what a message is made of
    record: Record, article: Article, tags: Tags, story: Story | None, pipeline: str, now: datetime
) -> Enriched | Rejected:
    place = {
        "topic": record.at.topic,
        "partition": record.at.partition,
        "offset": record.at.offset,
        "pipeline": pipeline,
        # Other producers may tell the trace by the header alone.
        "trace_id": article.lineage.trace_id or find_trace_id(record.headers),
    }
    traced = article.model_copy(update={"lineage": article.lineage.model_copy(update=place)})
    try:
        value = _join(TaggedArticle(article=traced, tags=tags, enriched_at=now), story).to_bytes()
    except TypeError as error:  # orjson writes 64-bit integers only; the model takes longer ones
        return Rejected(record, Reject("invalid", f"cannot be written as JSON: {error}"))
    if len(value) > MOST_VALUE_BYTES:
        detail = f"{len(value)} bytes with its tags; {MOST_VALUE_BYTES} fit into a message"
        return Rejected(record, Reject("too_large", detail))
    return Enriched(record, article.id.encode("ascii"), value)


def _join(tagged: TaggedArticle, story: Story | None) -> TaggedArticle:
    """Return the article with its story; one that is like no earlier one says nothing of it."""
    if story is None or story.nearest is None:
        return tagged
    return tagged.model_copy(update={"story_id": story.id, "near_duplicate_of": story.nearest})
