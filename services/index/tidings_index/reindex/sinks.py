"""What writes into a new index, and what becomes of a document with the same revision."""

from __future__ import annotations

from typing import Final

from elasticsearch import Elasticsearch

from tidings_index.bulk import BulkWriter, VersionType
from tidings_index.history.archive import ArchivingSink
from tidings_index.history.lookup import ElasticLookup
from tidings_index.ports import Sink
from tidings_index.reindex.build import Build
from tidings_index.reindex.patient_writer import PatientWriter
from tidings_index.reindex.topic_reading import MOST_BYTES, MOST_ITEMS

OVER: Final = "external_gte"


def open_writers(
    client: Elasticsearch, alias: str, history_alias: str, build: Build
) -> tuple[PatientWriter, PatientWriter]:
    """Return what writes from the topic, and what writes over documents of the same revision.

    Tags that were made anew, and those of a snapshot, stay when the topic has the same revision.
    """
    kept: VersionType = "external" if build.keeps_tags() else OVER

    def open_writer(kind: VersionType) -> PatientWriter:
        sink: Sink = BulkWriter(client, alias, MOST_ITEMS, MOST_BYTES, kind)
        if build.is_restored():
            # What corrections replaced after the snapshot was taken is in no history yet.
            earlier = BulkWriter(client, history_alias, MOST_ITEMS, MOST_BYTES)
            sink = ArchivingSink(sink, earlier, ElasticLookup(client, alias, history_alias))
        return PatientWriter(sink)

    return open_writer(kept), open_writer(OVER)
