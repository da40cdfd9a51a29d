"""What finds what, in the real index: characters, scripts, English, names, facets and evidence."""

from __future__ import annotations

import json
import uuid
from importlib.resources import files

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from index_parts import NOW, TAGS, make_tagged, span

from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START, Search
from tidings.settings import ElasticsearchSettings
from tidings.tags import Entity, Known, Tags
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.hits import list_fragments
from tidings_index.lookup import ArticleIndex
from tidings_index.provisioning import create_index

pytestmark = pytest.mark.servers
# Beyond the first 65,536 characters of Unicode: two units in UTF-16, as the server counts.
TRADITIONAL = "𠮷野說，橋樑計畫已送審。新橋由臨江縣與濱海縣合建。"
SIMPLIFIED = "滨海县公布桥梁计划，5G基站同步建设。"
ENGLISH = "The mayors of both counties opened bridges；市长们讲话。"
FLOODS = "洪水淹没村庄，洪水过后居民清理淤泥。"


def tag(name, kind, *links, canonical=None):
    known = Known(lexicon="00000000", where="names.csv:2", links=links) if links else None
    mentions = (span("昨日"),)
    return Entity(type=kind, name=name, canonical=canonical, mentions=mentions, known=known)


def make_flood(number):
    """Return one of the papers' copies of a report; the first one gives its id to the story."""
    tagged = make_tagged(10 + number, Tags(), headline="汛情", body=FLOODS)
    return tagged.model_copy(
        update={"story_id": STORY, "near_duplicate_of": STORY} if number else {}
    )


STORY = f"{10:032x}"
ARTICLES = {
    "traditional": make_tagged(
        1,
        Tags(entities=(tag("周明遠", "person", canonical="周明远"), tag("陳木", "person"))),
        headline="橋樑計畫送審",
        body=TRADITIONAL,
    ),
    "simplified": make_tagged(
        2,
        Tags(entities=(tag("周明远", "person", "wikidata:Q1"), tag("李明", "place"))),
        headline="建设简讯",
        body=SIMPLIFIED,
    ),
    "english": make_tagged(3, Tags(), headline="Bridge news", body=ENGLISH),
    "tagged": make_tagged(4, TAGS, headline="第3号公告"),
    **{f"flood-{n}": make_flood(n) for n in range(5)},
    **{f"calm-{n}": make_tagged(20 + n, Tags(), headline="天气", body="晴。") for n in range(20)},
}
KEYS = {each.article.id: key for key, each in ARTICLES.items()}


@pytest.fixture(scope="module")
def index(servers):
    """Give the client and the alias of an index with all articles."""
    servers.start()
    settings = ElasticsearchSettings(
        url=servers.elasticsearch_url, alias=f"search-{uuid.uuid4().hex[:8]}"
    )
    client = Elasticsearch(settings.url, request_timeout=30)
    name = create_index(client, settings)
    documents = [build_document(each, NOW) for each in ARTICLES.values()]
    BulkWriter(client, settings.alias, 500, 10**6).write(documents)
    client.indices.refresh(index=name)
    yield client, settings
    client.indices.delete(index=name)


@pytest.fixture
def find(index):
    """Return the hits of a search by the keys of their articles."""

    def run(words="", **asked):
        answer = ArticleIndex(*index).search(Search(words=words, **asked), 100)
        return {KEYS[hit["_id"]]: hit for hit in answer["hits"]["hits"]}

    return run


@pytest.mark.parametrize(
    "words",
    [
        *("桥梁", "计划", "合建", "橋樑", "計劃", "已送", "由临", "县与", "與"),
        *("审", "畫", "划", "桥梁计划", '"桥梁计划已送审"', "临江县合建", "桥梁计划临江县"),
    ],
)
def test_any_character_or_two_and_any_phrase_of_either_script_is_found(find, words):
    assert "traditional" in find(words)


@pytest.mark.parametrize("words", ["送野", '"桥梁已送审"', "新桥合建县", "临江滨县", "𠮷說"])
def test_what_does_not_stand_there_is_not_found(find, words):
    assert "traditional" not in find(words)


def test_every_two_neighbours_in_a_text_find_it(find):
    for start in range(len(SIMPLIFIED) - 1):
        pair = SIMPLIFIED[start : start + 2]
        if pair.isalnum():
            # 5G is one word, and G alone is none.
            assert ("simplified" in find(pair)) is (pair != "G基"), pair


@pytest.mark.parametrize(
    "words", ["bridge", "Bridges", "mayor's county", "MAYORS 市长", "opened 讲话", "市長 bridges"]
)
def test_english_is_found_in_any_inflection_beside_chinese(find, words):
    assert "english" in find(words)


@pytest.mark.parametrize("words", ["5G 基站", "5g基站", "５Ｇ基站", "基站5G"])
def test_numbers_and_letters_are_found_with_and_without_spaces_and_in_full_width(find, words):
    assert "simplified" in find(words)


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("桥梁计划", "\x02橋樑計畫\x03"),
        ("临江县", "\x02臨江縣\x03"),
        ("计", "\x02計\x03"),
        ("滨海县", "\x02濱海縣\x03"),
    ],
)
def test_highlights_mark_the_characters_that_stand_there(find, words, marked):
    hit = find(words)["traditional"]
    fragments = list_fragments(hit, "body")
    assert any(marked in each for each in fragments), fragments
    for each in fragments:
        assert each.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "") in TRADITIONAL


@pytest.mark.parametrize("name", ["周明远", "周明遠"])
def test_a_filter_by_name_takes_either_script(find, name):
    assert find(persons=(name,)).keys() >= {"traditional", "simplified", "tagged"}


@pytest.mark.parametrize("name", ["陈木", "陳木"])
def test_a_name_that_was_tagged_in_traditional_characters_alone_is_found_too(find, name):
    assert find(persons=(name,)).keys() == {"traditional"}


def test_a_filter_by_region_takes_either_script(find):
    assert "tagged" in find(places=("雲嶺省",))
    assert "tagged" in find(places=("臨江市",))


def test_a_field_that_the_mapping_does_not_name_is_refused(index):
    client, settings = index
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=settings.alias, document={"id": "x", "surprise": 1})


@pytest.mark.parametrize(
    ("path", "fields", "found"),
    [
        ("entities", {"entities.name": "周明远", "entities.type": "person"}, True),
        ("entities", {"entities.name": "临江市", "entities.type": "person"}, False),
        ("events", {"events.type": "opening", "events.status": "planned"}, True),
        ("events", {"events.type": "opening", "events.status": "denied"}, False),
    ],
)
def test_evidence_is_found_by_what_stands_in_one_entity_or_event(index, path, fields, found):
    client, settings = index
    terms = [{"term": {name: value}} for name, value in fields.items()]
    query = {"nested": {"path": path, "query": {"bool": {"filter": terms}}}}
    answer = client.search(index=settings.alias, query=query, size=100)
    assert ("tagged" in {KEYS[hit["_id"]] for hit in answer["hits"]["hits"]}) is found


def test_articles_are_found_by_the_distance_of_their_places(index):
    client, settings = index
    near = {"geo_distance": {"distance": "1km", "location_points": {"lat": 31.5, "lon": 112.25}}}
    answer = client.search(index=settings.alias, query=near)
    assert [KEYS[hit["_id"]] for hit in answer["hits"]["hits"]] == ["tagged"]


def count_terms(buckets):
    return {each["key"]: each["doc_count"] for each in buckets}


def test_facets_count_names_by_their_canonical_form_and_links_of_known_ones(index):
    client, settings = index
    inside = {
        "persons": {
            "filter": {"term": {"entities.type": "person"}},
            "aggs": {
                "names": {"terms": {"field": "entities.name"}},
                "canonical": {"terms": {"field": "entities.canonical"}},
                "links": {"terms": {"field": "entities.known.links"}},
            },
        }
    }
    facets = {
        "persons": {"terms": {"field": "persons"}},
        "folded": {"terms": {"field": "persons.folded"}},
        "entities": {"nested": {"path": "entities"}, "aggs": inside},
    }
    counted = client.search(index=settings.alias, size=0, aggs=facets)["aggregations"]
    assert count_terms(counted["persons"]["buckets"]) == {"周明远": 3, "陳木": 1}
    assert count_terms(counted["folded"]["buckets"]) == {"周明远": 3, "陈木": 1}
    persons = counted["entities"]["persons"]
    names = {"周明远": 2, "周明遠": 1, "陳木": 1}
    assert count_terms(persons["names"]["buckets"]) == names
    assert count_terms(persons["canonical"]["buckets"]) == {"周明远": 1}
    assert count_terms(persons["links"]["buckets"]) == {"wikidata:Q1": 1}


def test_what_is_significant_in_the_text_of_found_articles_is_told(index):
    client, settings = index
    telling = {"words": {"significant_text": {"field": "body", "min_doc_count": 2}}}
    answer = client.search(
        index=settings.alias, query={"match": {"headline": "汛情"}}, size=0, aggs=telling
    )
    found = {each["key"] for each in answer["aggregations"]["words"]["buckets"]}
    assert {"洪水", "淤泥", "村庄"} <= found


def test_no_index_is_made_from_the_file_without_the_rules(index):
    client, _ = index
    text = files("tidings_index").joinpath("schema", "articles.json").read_text("utf-8")
    with pytest.raises(BadRequestError, match="Invalid Mapping Rule"):
        client.indices.create(index="without-rules", **json.loads(text))


def test_new_articles_count_more_when_asked(find):
    plain, recent = find("桥梁计划"), find("桥梁计划", recent=True)
    assert plain.keys() == recent.keys()
    assert all(recent[key]["_score"] <= plain[key]["_score"] for key in plain)


def test_the_copies_of_a_report_are_one_story_and_found_by_it(find):
    assert find(stories=(STORY,)).keys() == {f"flood-{n}" for n in range(5)}
    assert find("洪水").keys() == find(stories=(STORY,)).keys()
    (found,) = find("洪水", one_per_story=True).values()
    assert found["_source"]["story_id"] == STORY


def test_one_article_of_each_story_leaves_every_other_article_where_it_was(find):
    every = {key for key in find() if not key.startswith("flood")}
    found = find(one_per_story=True).keys()
    assert every <= found
    assert len(found) == len(every) + 1
