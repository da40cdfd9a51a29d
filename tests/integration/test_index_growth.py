"""An index of an earlier version gets the fields that this one adds, and keeps its documents."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from index_parts import make_document

from tidings.article import Label
from tidings.settings import ElasticsearchSettings
from tidings_index import provisioning
from tidings_index.bulk import BulkWriter
from tidings_index.provisioning import (
    SchemaMismatchError,
    check_index,
    create_index,
    read_mappings,
    read_schema,
    read_version,
)

pytestmark = pytest.mark.servers
ALIAS = "growth"
INDEX = f"{ALIAS}-earlier-000001"
EARLIER = read_version(read_mappings()) - 1


@pytest.fixture
def client(servers):
    servers.start()
    client = Elasticsearch(servers.elasticsearch_url, request_timeout=30)
    yield client
    client.indices.delete(index=INDEX)


# Fields that some versions have added, and later ones may.
NEW = (
    "body_hash",
    "labels",
    "locations",
    "location_paths",
    "location_points",
    "countries",
    "watched",
    "topics_zh",
    "topic_codes",
    "topic_evidence",
)


@pytest.fixture
def settings(client, servers):
    """Give an index of the version before, with one document, that lacks the new fields."""
    schema = read_schema()
    for field in NEW:
        del schema["mappings"]["properties"][field]
    schema["mappings"]["_meta"]["schema_version"] = EARLIER
    schema["settings"]["index"]["number_of_replicas"] = 0
    client.indices.create(index=INDEX, aliases={ALIAS: {"is_write_index": True}}, **schema)
    client.index(index=ALIAS, id="before", document={"id": "before", "headline": "旧桥"})
    return ElasticsearchSettings(url=servers.elasticsearch_url, alias=ALIAS)


def test_an_index_that_is_analysed_otherwise_is_refused_and_stays_as_it_is(
    client, settings, monkeypatch
):
    monkeypatch.setattr(provisioning, "GROWS_FROM", EARLIER + 1)
    with pytest.raises(SchemaMismatchError, match=f"{INDEX} has schema version {EARLIER}"):
        create_index(client, settings)
    assert (
        "body_hash" not in client.indices.get_mapping(index=INDEX)[INDEX]["mappings"]["properties"]
    )


def test_an_index_that_lacks_only_fields_takes_articles_after_provisioning(
    client, settings, monkeypatch
):
    monkeypatch.setattr(provisioning, "GROWS_FROM", EARLIER)
    assert create_index(client, settings) is None
    check_index(client, ALIAS)

    BulkWriter(client, ALIAS, 10, 10**6).write(
        [make_document(1, labels=(Label(kind="subject", name="桥梁"),))]
    )
    client.indices.refresh(index=ALIAS)
    near = {"geo_distance": {"distance": "1km", "location_points": {"lat": 31.5, "lon": 112.25}}}
    by_code = {"nested": {"path": "locations", "query": {"term": {"locations.adcode": "990100"}}}}
    labelled = {"term": {"labels.subject": "桥梁"}}
    for query in ({"exists": {"field": "body_hash"}}, near, by_code, labelled):
        found = client.search(index=ALIAS, query=query)
        assert [hit["_id"] for hit in found["hits"]["hits"]] == [f"{1:032x}"]
    assert client.count(index=ALIAS)["count"] == 2
