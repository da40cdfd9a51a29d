"""What the watch stage asks of Elasticsearch. A question that has no answer now is asked again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from tidings_index.classification import BLOCKED, BLOCKED_ERRORS, BUSY
from tidings_index.watch.comparison import MOST_SEARCHES, build_comparisons
from tidings_index.watch.entry import Watch

# Searches by ids take milliseconds; a long garbage collection of the other side takes seconds.
REQUEST_TIMEOUT_S: Final = 10


class UnavailableError(Exception):
    """Elasticsearch gives no answer now; the message is one line."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What matches a watch: hits as they came, or the reason why its search is refused."""

    watch: Watch
    hits: Sequence[Mapping[str, Any]] = ()
    refusal: str | None = None


class IndexSearch:
    """Asks behind one alias. Each raises UnavailableError."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._alias = alias

    def find_searchable(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each article that a search finds."""
        try:
            answer = self._client.search(
                index=self._alias,
                query={"ids": {"values": sorted(ids)}},
                source_includes=["revision"],
                size=len(ids),
                allow_partial_search_results=False,
            )
        except (ApiError, TransportError) as error:
            raise UnavailableError(_name(error)) from error
        return {hit["_id"]: int(hit["_source"]["revision"]) for hit in answer["hits"]["hits"]}

    def find_written(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each that is in the index, also before a search finds it."""
        try:
            answer = self._client.mget(
                index=self._alias, ids=sorted(ids), source_includes=["revision"]
            )
        except (ApiError, TransportError) as error:
            raise UnavailableError(_name(error)) from error
        docs = answer["docs"]
        if any("error" in each for each in docs):
            raise UnavailableError("some of it is not available")
        return {each["_id"]: int(each["_source"]["revision"]) for each in docs if each["found"]}

    def compare(self, watches: Sequence[Watch], ids: Collection[str]) -> list[Compared]:
        """Return for each watch those of the articles that match it."""
        return [
            each
            for some in _cut_in_pieces(watches, MOST_SEARCHES)
            for each in self._compare_some(some, ids)
        ]

    def _compare_some(self, watches: Sequence[Watch], ids: Collection[str]) -> list[Compared]:
        try:
            answer = self._client.msearch(searches=build_comparisons(watches, ids, self._alias))
        except (ApiError, TransportError) as error:
            raise UnavailableError(_name(error)) from error
        return [
            _read_answer(watch, told)
            for watch, told in zip(watches, answer["responses"], strict=True)
        ]


def _read_answer(watch: Watch, told: Mapping[str, Any]) -> Compared:
    """Return what one search gave.

    Whatever is neither an answer nor a fault of the search itself is asked again.
    """
    status = told.get("status", 0)
    error = told.get("error")
    if error is None:
        return Compared(watch, told["hits"]["hits"])
    kind = str(error.get("type"))
    if status in BUSY | BLOCKED or kind in BLOCKED_ERRORS or status >= 500:
        raise UnavailableError(f"{status} {kind}")
    return Compared(watch, refusal=f"{status} {kind}")


def _name(error: ApiError | TransportError) -> str:
    return f"{error.meta.status}" if isinstance(error, ApiError) else type(error).__name__


def _cut_in_pieces(watches: Sequence[Watch], most: int) -> list[Sequence[Watch]]:
    return [watches[start : start + most] for start in range(0, len(watches), most)]
