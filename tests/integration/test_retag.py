"""Articles that are indexed get the tags of today in a shadow index, which then takes the place."""

from __future__ import annotations

import os
import subprocess

import pytest
from commands import TIDINGS
from enrich_process import make_article
from stack_fixtures import wait_until
from whole_road import SOON_S, open_road

from tidings.dlq.kafka_log import KafkaLog
from tidings.settings import KafkaSettings
from tidings.tags import Entity, Span, Tags
from tidings_enrich.retag.command import run_retag
from tidings_enrich.stage_tagging import StageTagging
from tidings_index.reindex.shadow import open_shadow

pytestmark = pytest.mark.servers
PLACE = "渡口镇"


class PlaceTagger:
    """Finds the town at the beginning of each article."""

    lexicon = None

    def tag(self, articles):
        span = Span(start=0, end=len(PLACE), text=PLACE)
        return [
            Tags(entities=(Entity(type="place", name=PLACE, mentions=(span,)),)) for _ in articles
        ]

    def hold(self):
        return self

    def reads_names(self, language):
        return True


@pytest.fixture
def road(servers, tmp_path, monkeypatch):
    with open_road(servers, tmp_path) as road:
        variables = {
            **road.describe(),
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": servers.kafka,
            "TIDINGS_ELASTICSEARCH_URL": servers.elasticsearch_url,
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        road.start_enrich()
        road.start_index()
        yield road


def push(road, *numbers):
    """Push articles and wait until they are indexed, with no tags: the stage's tagger has none."""
    before = road.indexing.count()
    road.enriching.push([make_article(number) for number in numbers])
    wait_until(
        lambda: road.indexing.count() == before + len(numbers), SOON_S, "the articles to be indexed"
    )


def find(road, alias=None):
    """Return the places of each article that a search finds, by its number."""
    client, index = road.indexing.client(), alias or road.indexing.name
    client.indices.refresh(index=index)
    hits = client.search(index=index, size=100)["hits"]["hits"]
    return {int(hit["_id"], 16): hit["_source"]["places"] for hit in hits}


def retag(road, *, writes):
    stage = StageTagging(PlaceTagger(), "today")
    settings = KafkaSettings(bootstrap_servers=road.enriching.kafka)
    with KafkaLog(settings) as log, open_shadow(None) as shadow:
        return run_retag(log, shadow, stage, road.enriching.raw, None, writes=writes)


def reindex(*arguments, status=0):
    done = subprocess.run(
        [TIDINGS, "reindex", *arguments],
        env={**os.environ, "COLUMNS": "500"},
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done


def test_a_shadow_index_with_new_tags_takes_the_place_with_all_that_came_meanwhile(road):
    push(road, *range(1, 41))
    (old,) = road.indexing.client().indices.get_alias(name=road.indexing.name)

    tally, name = retag(road, writes=False)
    assert (tally.changed, name) == (40, None)
    assert tally.count_kinds()["places"] == {"gained": 40, "lost": 0, "changed": 0}

    tally, name = retag(road, writes=True)
    assert tally.changed == 40
    assert find(road) == {number: [] for number in range(1, 41)}
    assert find(road, f"{road.indexing.name}-next") == {number: [PLACE] for number in range(1, 41)}

    push(road, 41, 42)
    said = reindex("--adopt").stdout
    assert f"{name} is in the place of {old}: 42 documents, before 42" in said
    assert find(road) == {**{number: [PLACE] for number in range(1, 41)}, 41: [], 42: []}
    assert retag(road, writes=False)[0].changed == 2
    said = reindex("--from-topic", status=1).stderr
    assert "lacks 0 documents" in said
    assert "has 40 older" in said
