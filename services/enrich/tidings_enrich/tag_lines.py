"""``tidings tag --jsonl``: a line of JSON with a text in, a line with its tags out, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, Final, NamedTuple

from tidings.article import Article
from tidings.formats import MOST_BODY_BYTES
from tidings.outcome import Reject
from tidings.tags import EntityType, Event, Tags
from tidings_enrich.enrichment import ArticleTagging, tag_articles
from tidings_enrich.tag_report import describe_event
from tidings_enrich.tagging.languages import is_english_script
from tidings_enrich.tagging.surrogates import replace_surrogates

# One run of a network takes sentences of like length, 2,048 characters together; with this many
# lines most runs are full.
MOST_LINES: Final = 256
# A batch also ends here, so that lines of whole books do not add up in memory.
MOST_CHARACTERS: Final = 200_000
# As files of marked sentences write them.
LABELS: Final[dict[EntityType, str]] = {"person": "PER", "place": "LOC", "organization": "ORG"}


class Answer(NamedTuple):
    """What is printed for a line, 1-based; ``problem`` is why there are no tags."""

    number: int
    record: dict[str, Any]
    problem: str | None = None


class Bad(NamedTuple):
    """Why a line holds no text."""

    problem: str


def read_lines(file: BinaryIO, most_bytes: int = MOST_BODY_BYTES) -> Iterator[bytes | Bad]:
    """Yield each line of a file; of one longer than ``most_bytes`` only that it is."""
    while line := file.readline(most_bytes + 1):
        if len(line) <= most_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(most_bytes)
        yield Bad(f"longer than {most_bytes} bytes")


def answer_lines(
    lines: Iterable[bytes | Bad],
    tagging: ArticleTagging,
    received_at: datetime,
    published_at: datetime | None = None,
) -> Iterator[Answer]:
    """Yield one answer for each line, in order; some hundred lines are tagged together.

    Raises TaggerBrokenError when the fault is not a line's.
    """
    batch: list[str | Bad] = []
    number = characters = 0
    for line in lines:
        text = read_text(line)
        batch.append(text)
        characters += 0 if isinstance(text, Bad) else len(text)
        if len(batch) == MOST_LINES or characters >= MOST_CHARACTERS:
            yield from _answer_batch(number, batch, tagging, received_at, published_at)
            number += len(batch)
            batch, characters = [], 0
    yield from _answer_batch(number, batch, tagging, received_at, published_at)


def read_text(line: bytes | Bad) -> str | Bad:
    """Return the text of a line such as {"text": "…"}; other members do not matter."""
    if isinstance(line, Bad):
        return line
    if not line.strip():
        return Bad("an empty line")
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Bad(f"not UTF-8 at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        return Bad(f"not JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        return Bad("not JSON that can be read: a number too long or brackets too deep")
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else Bad('no object with a string as its "text"')


def describe_line(text: str, tags: Tags) -> dict[str, Any]:
    """Return a text with its names as [start, end, label], code points, and its events."""
    names = sorted(
        (span.start, span.end, LABELS[entity.type])
        for entity in tags.entities
        for span in entity.mentions
    )
    return {
        "text": text,
        "entities": [list(each) for each in names],
        "events": [_place_event(each) for each in tags.events],
    }


def _place_event(event: Event) -> dict[str, Any]:
    return {**describe_event(event), "start": event.trigger.start, "end": event.trigger.end}


def _answer_batch(
    before: int,
    batch: list[str | Bad],
    tagging: ArticleTagging,
    received_at: datetime,
    published_at: datetime | None,
) -> Iterator[Answer]:
    articles = [
        _build_article(each, received_at, published_at)
        for each in batch
        if not isinstance(each, Bad)
    ]
    tagged = iter(tag_articles(articles, tagging))
    for number, text in enumerate(batch, start=before + 1):
        if isinstance(text, Bad):
            yield Answer(number, {"error": text.problem}, text.problem)
            continue
        tags = next(tagged)
        if isinstance(tags, Reject):
            yield Answer(number, {"text": text, "error": tags.detail}, tags.detail)
        else:
            yield Answer(number, describe_line(text, tags))


def _build_article(text: str, received_at: datetime, published_at: datetime | None) -> Article:
    """Return an article whose offsets are those of ``text``; half a surrogate pair is no text."""
    return Article(
        id="0" * 32,
        revision=0,
        content_hash="",
        source="file",
        body=replace_surrogates(text),
        language="en" if is_english_script(text) else "und",
        received_at=received_at,
        published_at=published_at,
    )
