"""What the index and the history have of an article, asked of Elasticsearch."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from tidings.outcome import Retry
from tidings.search.elastic import INDEX_MISSING
from tidings_index.classification import BLOCKED_ERRORS, classify_request
from tidings_index.history.entries import KEPT_FIELDS, STUB_FIELDS, Entry, read_entry
from tidings_index.history.ports import UnansweredError

# Looking up a full bulk takes milliseconds; 30 s covers a long garbage collection.
REQUEST_TIMEOUT_S: Final = 30
# Entries without their words, a page of an article's history.
PAGE: Final = 1_000


class ElasticLookup:
    """Implements ``ports.Lookup`` on the articles' alias and that of their history."""

    def __init__(self, client: Elasticsearch, alias: str, history_alias: str) -> None:
        # The worker decides about retries, with the partitions paused meanwhile.
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._alias = alias
        self._history_alias = history_alias

    def find_revisions(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each article that is indexed; no document is read for it."""
        # By its id a document is found before the next refresh makes it searchable.
        return {each["_id"]: each["_version"] for each in self._get(ids, source=False)}

    def read_indexed(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return what the history keeps of the articles that are indexed."""
        found = self._get(ids, source_includes=list(KEPT_FIELDS))
        return {each["_id"]: read_entry(each["_source"]) for each in found}

    def list_kept(self, ids: Sequence[str]) -> dict[str, list[Entry]]:
        """Return the entries of these articles without their words, those just written too."""
        kept: dict[str, list[Entry]] = {each: [] for each in ids}
        with _unanswered():
            self._client.indices.refresh(index=self._history_alias)
            for hit in self._page_through(ids):
                entry = read_entry(hit["_source"])
                kept[entry.id].append(entry)
        return kept

    def _get(self, ids: Collection[str], **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        if not ids:
            return []
        with _unanswered():
            answer = self._client.mget(index=self._alias, ids=list(ids), **asked)
        for each in answer["docs"]:
            if "error" in each:
                kind = each["error"].get("type")
                is_blocked = kind == INDEX_MISSING or kind in BLOCKED_ERRORS
                raise UnansweredError(Retry("blocked" if is_blocked else "busy"))
        return [each for each in answer["docs"] if each["found"]]

    def _page_through(self, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        after: list[Any] | None = None
        while True:
            answer = self._client.search(
                index=self._history_alias,
                query={"terms": {"id": list(ids)}},
                sort=[{"id": "asc"}, {"revision": "asc"}],
                source_includes=[*STUB_FIELDS, "emptied_by"],
                search_after=after,
                size=PAGE,
            )
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]


@contextmanager
def _unanswered() -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        raise UnansweredError(classify_request(error.meta.status, error.error)) from error
    except TransportError as error:
        raise UnansweredError(classify_request(None)) from error
