"""Let the restored history take the place of the present one, and lose no entry of either.

1. copy the present entries into the restored history: one that a withdrawal emptied stays empty;
2. close the present history to writers: the index stage waits, and writes no article meanwhile;
3. copy what came during 1, count, and swap the alias.

A repeat is harmless, since the same entry has the same id, and emptied ones a higher version.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from elasticsearch import Elasticsearch

from tidings.bars import BeginBar
from tidings_index.backup.note import BackupError
from tidings_index.bulk import BulkWriter
from tidings_index.documents import Document
from tidings_index.reindex.indices import Indices, SwapUnknownError
from tidings_index.reindex.landscape import name_next_alias
from tidings_index.reindex.patient_writer import PatientWriter
from tidings_index.reindex.topic_reading import MOST_BYTES, MOST_ITEMS

KEEP_ALIVE: Final = "5m"
# An entry is an article without its tags: 5 kB as a rule, 6 MB at most.
PAGE: Final = 100
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def swap_earlier(client: Elasticsearch, indices: Indices, alias: str, begin_bar: BeginBar) -> None:
    """Put the restored history in its place; nothing is done where that was done before."""
    landscape = indices.look()
    present, restored = landscape.live.name, landscape.next
    if restored is None:
        return
    # An earlier start may have closed it and been killed.
    indices.unblock(present)
    writer = PatientWriter(BulkWriter(client, name_next_alias(alias), MOST_ITEMS, MOST_BYTES))
    _copy(client, indices, writer, present, begin_bar)  # 1
    try:
        indices.block(present)  # 2
        _copy(client, indices, writer, present, begin_bar)  # 3
        if indices.count(restored.name) < indices.count(present):
            raise BackupError(f"{restored.name} has fewer entries than {present}")
        indices.swap(present, restored.name)
    except SwapUnknownError:
        raise
    except BaseException:
        indices.unblock(present)
        raise


def _copy(
    client: Elasticsearch,
    indices: Indices,
    writer: PatientWriter,
    present: str,
    begin_bar: BeginBar,
) -> None:
    advance = begin_bar(f"copying {present}", indices.count(present))
    for page in _read_entries(client, present):
        if refused := writer.write(page):
            reject = refused[0].reject
            raise BackupError(
                f"the restored history refuses {refused[0].id}: {reject.reason}: {reject.detail}"
            )
        advance(len(page))


def _read_entries(client: Elasticsearch, index: str) -> Iterator[list[Document]]:
    pit = str(client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"])
    after: list[Any] | None = None
    while True:
        answer = client.search(
            pit={"id": pit, "keep_alive": KEEP_ALIVE},
            sort=[{"_shard_doc": "asc"}],
            search_after=after,
            size=PAGE,
            version=True,
            track_total_hits=False,
        )
        pit = answer["pit_id"]
        hits = answer["hits"]["hits"]
        if not hits:
            client.close_point_in_time(id=pit)
            return
        yield [
            Document(hit["_id"], hit["_version"], orjson.dumps(hit["_source"]), _LONG_AGO)
            for hit in hits
        ]
        after = hits[-1]["sort"]
