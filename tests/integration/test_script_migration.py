"""An index from before the scripts were one is built anew by a command, and then both are found."""

from __future__ import annotations

import os
import subprocess

import pytest
from commands import TIDINGS
from index_parts import make_document
from index_process import IndexRoad

from tidings.search.queries import Search
from tidings_index.bulk import BulkWriter
from tidings_index.lookup import ArticleIndex
from tidings_index.provisioning import SchemaMismatchError, check_index, create_index, read_schema

pytestmark = pytest.mark.servers
SCRIPTS_APART = 6
# It takes 5 s; the rest is for a busy machine.
SOON_S = 120


def build_schema_of_before():
    """Return settings and mappings as they were up to version 6, as far as this test needs."""
    schema = read_schema()
    analysis = schema["settings"]["index"]["analysis"]
    del analysis["char_filter"], analysis["normalizer"]
    for analyzer in analysis["analyzer"].values():
        del analyzer["char_filter"]
    for field in schema["mappings"]["properties"].values():
        if "folded" in field.get("fields", {}):
            del field["fields"]
    schema["mappings"]["_meta"]["schema_version"] = SCRIPTS_APART
    schema["settings"]["index"]["number_of_replicas"] = 0
    return schema


@pytest.fixture
def road(servers, tmp_path):
    """Give a road whose index is of before and has one article in traditional characters."""
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    client = road.client()
    (present,) = client.indices.get_alias(name=road.name)
    client.indices.delete(index=present)
    client.indices.create(
        index=f"{road.name}-v{SCRIPTS_APART}-000001",
        aliases={road.name: {"is_write_index": True}},
        **build_schema_of_before(),
    )
    document = make_document(1, headline="橋樑計畫送審", body="橋樑計畫已送審。")
    BulkWriter(client, road.name, 10, 10**6).write([document])
    client.indices.refresh(index=road.name)
    yield road
    road.remove()


def count_found(road, words):
    client = road.client()
    client.indices.refresh(index=road.name)
    answer = ArticleIndex(client, road.settings()).search(Search(words=words), 10)
    return answer["hits"]["total"]["value"]


def test_an_index_of_before_is_refused_until_it_is_built_anew(road):
    assert count_found(road, "橋樑計畫") == 1
    assert count_found(road, "桥梁计划") == 0
    with pytest.raises(SchemaMismatchError, match="tidings reindex"):
        create_index(road.client(), road.settings())

    done = subprocess.run(
        [TIDINGS, "reindex"],
        env={
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": road.kafka,
            "TIDINGS_ELASTICSEARCH_URL": road.elasticsearch_url,
            "TIDINGS_ELASTICSEARCH_ALIAS": road.name,
            "TIDINGS_INDEX_GROUP": road.group,
            "TIDINGS_INDEX_TOPIC": road.topic,
        },
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    check_index(road.client(), road.name)
    assert count_found(road, "橋樑計畫") == 1
    assert count_found(road, "桥梁计划") == 1
