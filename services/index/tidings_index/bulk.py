"""Write documents by the bulk API: one try, an outcome for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import orjson
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from tidings.outcome import Outcome, Reject, Split, Stop
from tidings_index.classification import classify_item, classify_request
from tidings_index.documents import Document
from tidings_index.overtaking import settle_overtaken

# A bulk of 5 MB takes about a second; 30 s covers a long garbage collection of the other side.
REQUEST_TIMEOUT_S = 30
# Only what is looked at, so that a bulk of 500 answers with 10 kB and not 150.
ANSWER_FIELDS = "items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by"

VersionType = Literal["external", "external_gte"]


class BulkWriter:
    """Writes to one alias; a lower revision never replaces a higher one.

    An equal revision is taken again, so that a repeat after a crash is harmless, unless the
    ``version_type`` is ``external``.
    """

    def __init__(
        self,
        client: Elasticsearch,
        alias: str,
        max_items: int,
        max_bytes: int,
        version_type: VersionType = "external_gte",
    ) -> None:
        # The worker decides about retries, with the partitions paused meanwhile.
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._alias = alias
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._version_type = version_type

    def write(self, documents: Sequence[Document]) -> list[Outcome]:
        """Return one outcome a document, in order; never raises for what the server answers."""
        outcomes: list[Outcome] = []
        for chunk in cut_chunks(documents, self._max_items, self._max_bytes):
            outcomes += self._write_chunk(chunk)
        return settle_overtaken(documents, outcomes)

    def _write_chunk(self, chunk: Sequence[Document]) -> list[Outcome]:
        answered = self._send(chunk)
        if isinstance(answered, list):
            return answered
        if not isinstance(answered, Split):
            return [answered] * len(chunk)
        if len(chunk) == 1:
            detail = f"Elasticsearch takes no request of {len(chunk[0].body)} bytes"
            return [Reject("too_large", detail)]
        middle = len(chunk) // 2
        return self._write_chunk(chunk[:middle]) + self._write_chunk(chunk[middle:])

    def _send(self, chunk: Sequence[Document]) -> list[Outcome] | Outcome:
        # Bytes go out as they are; the client's types know mappings only.
        operations: list[Any] = [line for each in chunk for line in (self._action(each), each.body)]
        try:
            answer = self._client.bulk(
                operations=operations, filter_path=ANSWER_FIELDS, require_alias=True
            )
        except ApiError as error:
            return classify_request(error.meta.status, error.error)
        except TransportError:
            return classify_request(None)
        items = answer.get("items", [])
        if len(items) != len(chunk):
            return Stop(f"{len(items)} answers to a bulk of {len(chunk)}")
        return [_read_item(item["index"]) for item in items]

    def _action(self, document: Document) -> bytes:
        action = {
            "_index": self._alias,
            "_id": document.id,
            "version": document.revision,
            "version_type": self._version_type,
        }
        return orjson.dumps({"index": action})


def cut_chunks(
    documents: Sequence[Document], max_items: int, max_bytes: int
) -> Iterator[Sequence[Document]]:
    """Yield runs of up to ``max_items`` documents and ``max_bytes``; a larger one stands alone."""
    start = size = 0
    for number, document in enumerate(documents):
        if number > start and (
            number - start == max_items or size + len(document.body) > max_bytes
        ):
            yield documents[start:number]
            start, size = number, 0
        size += len(document.body)
    if start < len(documents):
        yield documents[start:]


def _read_item(item: dict[str, Any]) -> Outcome:
    error = item.get("error", {})
    cause = error.get("caused_by", {}).get("reason")
    detail = f"{error.get('reason', '')}{f' ({cause})' if cause else ''}"
    outcome = classify_item(item["status"], error.get("type"), detail)
    # One item alone in a request can still be answered 413 by a proxy's per-item limit.
    return Reject("too_large", detail) if isinstance(outcome, Split) else outcome
