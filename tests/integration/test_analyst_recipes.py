"""Each recipe of docs/analysts.md finds on a real Elasticsearch what the page says of it."""

from __future__ import annotations

import uuid

import pytest
from drafted_articles import NOW
from elasticsearch import Elasticsearch
from recipe_articles import BRIDGE, CORRECTED_ID, build_corpus, build_correction
from recipes_page import Asker, read_curl, read_recipes

from tidings.settings import ElasticsearchSettings
from tidings_index.documents import build_document
from tidings_index.history.provisioning import create_history
from tidings_index.main import open_sink
from tidings_index.provisioning import create_index
from tidings_index.settings import IndexSettings

pytestmark = pytest.mark.servers
RECIPES = read_recipes()
CORPUS = build_corpus()
KEYS = {each.article.id: key for key, each in CORPUS.items()}
BRIDGES = ["bridge", "湖区通讯社", "山城邮报"]
# What each recipe of one question finds, in its order where it gives one.
SORTED = {
    "Who, what, where and when": ["toll"],
    "Near a place": ["union", "山城邮报", "湖区通讯社", "bridge", "toll"],
    "What was withdrawn": ["withdrawn"],
}
FOUND = {
    "A phrase in Chinese": {"phrase", "phrase, traditional"},
    "One event with its actor and its status": set(BRIDGES),
    "In a rectangle of the map": {"harbour"},
    "Facets that keep their other values": {"union"},
    "Marked words": {*BRIDGES, "toll", CORRECTED_ID},
    "More like this one": {"湖区通讯社", "山城邮报"},
    "Only names that are sure": {"toll", "long ago"},
}
COUNTED = {
    "Events over time",
    "Words that are more frequent here than elsewhere",
    "The same story in several papers",
    "Who and what occurs with a person",
    "What stood there before a correction",
}


@pytest.fixture(scope="module")
def asker(servers):
    """Give what asks an index with the corpus, and with one article that was corrected."""
    servers.start()
    alias = f"recipes-{uuid.uuid4().hex[:8]}"
    settings = ElasticsearchSettings(url=servers.elasticsearch_url, alias=alias)
    with Elasticsearch(settings.url, request_timeout=30) as client:
        created = [create_index(client, settings), create_history(client, settings)]
        sink = open_sink(client, alias, IndexSettings())
        first, corrected = build_correction()
        for batch in ([*CORPUS.values(), first], [corrected]):
            sink.write([build_document(each, NOW) for each in batch])
        client.indices.refresh(index=f"{alias}*")
        yield Asker(client, alias)
        for name in created:
            client.indices.delete(index=name)


def list_keys(answer):
    return [KEYS.get(hit["_id"], hit["_id"]) for hit in answer["hits"]["hits"]]


def count(answer, *path):
    told = answer["aggregations"]
    for name in path:
        told = told[name]
    return {bucket["key"]: bucket["doc_count"] for bucket in told["buckets"]}


def test_every_recipe_of_the_page_is_compared():
    assert set(RECIPES) == set(SORTED) | set(FOUND) | COUNTED | {"More than 10,000 hits"}


@pytest.mark.parametrize("title", SORTED)
def test_a_recipe_finds_in_order(asker, title):
    assert list_keys(asker.ask_recipe(title)) == SORTED[title]


@pytest.mark.parametrize("title", FOUND)
def test_a_recipe_finds(asker, title):
    keys = list_keys(asker.ask_recipe(title))
    assert set(keys) == FOUND[title]
    assert len(keys) == len(FOUND[title])


def test_curl_finds_what_its_line_asks_for(asker):
    assert set(list_keys(asker.ask(read_curl()))) == {"phrase", "phrase, traditional"}


def test_an_event_is_shown_with_its_sentence(asker):
    answer = asker.ask_recipe("One event with its actor and its status")
    inner = [hit["inner_hits"]["events"]["hits"]["hits"] for hit in answer["hits"]["hits"]]
    assert [len(each) for each in inner] == [1, 1, 1]
    assert {each["_source"]["sentence"]["text"] for (each,) in inner} == {BRIDGE}


def test_days_are_those_of_china_and_split_by_kinds_of_events(asker):
    answer = asker.ask_recipe("Events over time")
    days = {
        each["key_as_string"]: {kind["key"]: kind["doc_count"] for kind in each["types"]["buckets"]}
        for each in answer["aggregations"]["days"]["buckets"]
    }
    assert days == {
        "2031-05-03": {"INFRASTRUCTURE_OPENED": 1},
        "2031-05-04": {"INFRASTRUCTURE_OPENED": 1},
        "2031-05-05": {"PROTEST": 2, "PRICE_CHANGE": 1, "INFRASTRUCTURE_OPENED": 1},
        "2031-05-06": {"PROTEST": 1, "INFRASTRUCTURE_OPENED": 1, "INSPECTION_VISIT": 1},
    }


def test_words_of_protests_are_told(asker):
    answer = asker.ask_recipe("Words that are more frequent here than elsewhere")
    assert "集会" in count(answer, "sample", "words")


def test_a_facet_leaves_its_own_choice_aside(asker):
    answer = asker.ask_recipe("Facets that keep their other values")
    kinds = count(answer, "event_types")
    assert kinds == {"INFRASTRUCTURE_OPENED": 4, "PROTEST": 1, "INSPECTION_VISIT": 1}
    assert count(answer, "organizations", "names") == {"临江市总工会": 1}


def test_a_story_is_one_hit_with_its_papers(asker):
    answer = asker.ask_recipe("The same story in several papers")
    (hit,) = answer["hits"]["hits"]
    papers = [each["_source"]["source"] for each in hit["inner_hits"]["papers"]["hits"]["hits"]]
    assert papers == ["临江日报", "湖区通讯社", "山城邮报"]
    assert answer["hits"]["total"]["value"] == 3
    assert answer["aggregations"]["stories"]["value"] == 1


def test_who_and_what_occurs_with_a_person_is_counted(asker):
    answer = asker.ask_recipe("Who and what occurs with a person")
    assert count(answer, "persons") == {"李明": 1}
    assert count(answer, "organizations") == {"临江市水务局": 3, "临江市政府": 1}
    assert count(answer, "places") == {"临江市": 3, "渡口镇": 1}


def test_the_text_before_a_correction_is_found(asker):
    one, all_of_them = RECIPES["What stood there before a correction"]
    bodies = [hit["_source"]["body"] for hit in asker.ask(one)["hits"]["hits"]]
    assert bodies == ["过桥费为五元。"]
    assert count(asker.ask(all_of_them), "corrected") == {CORRECTED_ID: 1}


def test_pairs_and_lone_characters_are_marked_in_one_text(asker):
    answer = asker.ask_recipe("Marked words")
    marked = {
        key: hit["highlight"]["body.characters"][0]
        for key, hit in zip(list_keys(answer), answer["hits"]["hits"], strict=True)
    }
    assert "过【桥】费" in marked["toll"]
    assert "临江【大桥】将于12月1日通车。市民可以步行过【桥】" in marked["bridge"]
