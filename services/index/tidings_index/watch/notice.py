"""The little that the watch stage wants to know of a message on its way to the index. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from tidings_index.records import Record


@dataclass(frozen=True, slots=True)
class Notice:
    """An article that is about to be indexed: its revision, and the message that says so."""

    id: str
    revision: int
    record: Record


@dataclass(frozen=True, slots=True)
class Notices:
    """The articles of a batch: the latest revision of each, and the ids of those withdrawn."""

    published: Sequence[Notice]
    withdrawn: frozenset[str]


def read_notices(records: Iterable[Record]) -> Notices:
    """Return what a batch is about.

    What the index stage cannot read becomes a dead letter there, and is nothing to post.
    """
    newest: dict[str, Notice] = {}
    withdrawn: dict[str, int] = {}
    for record in records:
        found = _read(record)
        if found is None:
            continue
        notice, is_published = found
        if not is_published:
            withdrawn[notice.id] = max(notice.revision, withdrawn.get(notice.id, -1))
        elif notice.id not in newest or notice.revision >= newest[notice.id].revision:
            newest[notice.id] = notice
    published = [each for each in newest.values() if each.revision >= withdrawn.get(each.id, -1)]
    there = {each.id for each in published}
    return Notices(published, frozenset(withdrawn) - there)


def _read(record: Record) -> tuple[Notice, bool] | None:
    try:
        article = orjson.loads(record.value or b"")["article"]
        article_id, revision = article["id"], article["revision"]
        is_published = article.get("status", "published") == "published"
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(article_id, str) or not isinstance(revision, int):
        return None
    return Notice(article_id, revision, record), is_published
