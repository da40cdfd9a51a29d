"""Everything that an index has, in the order of ids and a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from elasticsearch import Elasticsearch, NotFoundError

from tidings_index.documents import Document
from tidings_index.reindex.verification import Mark

# Renewed by each page; a page that Elasticsearch takes no longer to write than this.
KEEP_ALIVE: Final = "5m"
REQUEST_TIMEOUT_S: Final = 60
# What one answer may hold: a news article with its tags has 20 kB, a book 16 MB.
FIRST_PAGE: Final = 100
MOST_ITEMS: Final = 1_000
GOOD_BYTES: Final = 4_000_000
# As many as Elasticsearch gives at once; a mark has 100 bytes.
MARKS: Final = 10_000
# Nobody measures the age of a copy.
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)

Fields = dict[str, Any]


def adapt_page(items: int, size: int) -> int:
    """Return how many documents to ask for next, when ``items`` of them had ``size`` bytes."""
    if size == 0:
        return items
    return max(1, min(MOST_ITEMS, 2 * items, items * GOOD_BYTES // size))


def read_documents(
    client: Elasticsearch, index: str, after: str | None
) -> Iterator[list[Document]]:
    """Yield the documents of ``index`` with a higher id than ``after``, with their revisions.

    All that was refreshed when the reading began is among them.
    """
    pages = _Pages(client, index, {"source": True})
    items = FIRST_PAGE
    while hits := pages.read(after, items):
        page = [
            Document(hit["_id"], hit["_version"], _write_source(hit), _LONG_AGO) for hit in hits
        ]
        yield page
        after = page[-1].id
        items = adapt_page(len(page), sum(len(each.body) for each in page))
    pages.close()


def _write_source(hit: Fields) -> bytes:
    """Return a document; one from before there were stories is a story of its own."""
    return orjson.dumps({"story_id": hit["_id"], **hit["_source"]})


class MarkReader:
    """The marks of an index as it was when the reader was made."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        times = [{"field": "enriched_at", "format": "epoch_millis"}]
        self._pages = _Pages(client, index, {"source": False, "docvalue_fields": times})

    def read(self) -> Iterator[Mark]:
        """Yield a mark for each document, in the order of ids."""
        after: str | None = None
        while hits := self._pages.read(after, MARKS):
            yield from map(_read_mark, hits)
            after = hits[-1]["_id"]
        self._pages.close()


class _Pages:
    def __init__(self, client: Elasticsearch, index: str, asked: Fields) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S)
        self._index = index
        self._asked = asked
        self._pit = self._open()

    def read(self, after: str | None, items: int) -> list[Fields]:
        try:
            return self._read(after, items)
        except NotFoundError:
            # Nothing was asked for too long, or the node is a new one.
            self._pit = self._open()
            return self._read(after, items)

    def close(self) -> None:
        self._client.close_point_in_time(id=self._pit)

    def _open(self) -> str:
        answer = self._client.open_point_in_time(index=self._index, keep_alive=KEEP_ALIVE)
        return str(answer["id"])

    def _read(self, after: str | None, items: int) -> list[Fields]:
        answer = self._client.search(
            pit={"id": self._pit, "keep_alive": KEEP_ALIVE},
            sort=[{"id": "asc"}],
            search_after=None if after is None else [after],
            size=items,
            version=True,
            track_total_hits=False,
            **self._asked,
        )
        self._pit = answer["pit_id"]
        hits: list[Fields] = answer["hits"]["hits"]
        return hits


def _read_mark(hit: Fields) -> Mark:
    (moment,) = hit.get("fields", {}).get("enriched_at", ["0"])
    return Mark(hit["_id"], hit["_version"], int(moment))
