"""The desk against a real index: what it counts, how it pages, and how it gets over an outage."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import feedparser
import httpx
import pytest
from elasticsearch import Elasticsearch
from index_parts import NOW, TAGS, make_tagged, span
from stack_fixtures import choose_free_base, wait_until
from stage_process import ask, kill_processes

from tidings.settings import ElasticsearchSettings
from tidings.tags import Entity, Tags
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.provisioning import create_index

pytestmark = pytest.mark.servers
COMMAND = str(Path(sys.executable).with_name("tidings-desk"))
SOON_S = 60.0
OTHERS = Tags(
    entities=(
        Entity(type="person", name="周明遠", canonical="周明远", mentions=(span("昨日"),)),
        Entity(type="person", name="River Chen", mentions=(span("昨日"),)),
    )
)
# 130 articles: ten pages of 13, or an export of two; every third has no date.
MANY = 130
ARTICLES = [
    make_tagged(
        n,
        TAGS if n % 2 else OTHERS,
        source=("river-daily", "hill-post", "lake-agency")[n % 3],
        language="zh" if n % 2 else "zh-Hant",
        url=f"https://example.org/{n}",
        headline="=1+1" if n == 1 else f"第{n}篇：临江大桥",
        published_at=NOW + timedelta(days=n % 10, minutes=n) if n % 3 else None,
        received_at=NOW + timedelta(minutes=n),
    )
    for n in range(MANY)
]
# The second repeats the first.
ARTICLES[2] = ARTICLES[2].model_copy(
    update={"story_id": ARTICLES[1].article.id, "near_duplicate_of": ARTICLES[1].article.id}
)
WITHDRAWN = make_tagged(999, Tags(), status="withdrawn")
LONELY = make_tagged(998, Tags(), headline="独一无二", body="别无分号。", source="moon")


@pytest.fixture(scope="module")
def index(servers):
    """Give the settings of an index with all articles."""
    servers.start()
    settings = ElasticsearchSettings(
        url=servers.elasticsearch_url, alias=f"desk-{uuid.uuid4().hex[:8]}"
    )
    client = Elasticsearch(settings.url, request_timeout=30)
    name = create_index(client, settings)
    documents = [build_document(each, NOW) for each in (*ARTICLES, WITHDRAWN, LONELY)]
    BulkWriter(client, settings.alias, 500, 10**7).write(documents)
    client.indices.refresh(index=name)
    yield settings
    servers.start()
    client.indices.delete(index=name)


@pytest.fixture(scope="module")
def process(index, tmp_path_factory):
    """Give the address of the desk, the port of its metrics, and its process, which is ready."""
    port = choose_free_base()
    metrics = port + 1
    environment = {
        **os.environ,
        "TIDINGS_ELASTICSEARCH_URL": index.url,
        "TIDINGS_ELASTICSEARCH_ALIAS": index.alias,
        "TIDINGS_DESK_PORT": str(port),
        "TIDINGS_METRICS_PORT": str(metrics),
    }
    log = tmp_path_factory.mktemp("desk") / "desk.log"
    with log.open("wb") as output:
        running = subprocess.Popen([COMMAND], env=environment, stderr=output, stdout=output)
    try:
        wait_until(lambda: ask(metrics, "/readyz")[0] == 200, SOON_S, f"the desk: {log}")
        yield f"http://127.0.0.1:{port}", metrics, running
    finally:
        kill_processes([running])


@pytest.fixture(scope="module")
def desk(process):
    with httpx.Client(base_url=process[0], timeout=30) as client:
        yield client


def search(desk, **asked):
    answer = desk.get("/api/search", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(answer, facet):
    return {each["value"]: each["count"] for each in answer["facets"][facet]}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_lead_through_all_articles_each_once_and_in_order(desk, sort):
    found, after = [], {}
    while True:
        page = search(desk, q="大桥", sort=sort, size=13, **after)
        found += page["hits"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(found) == len({each["id"] for each in found}) == page["total"]["value"] == MANY
    dates = [each["published_at"] for each in found]
    dated = [each for each in dates if each]
    assert dates[len(dated) :] == [None] * (len(dates) - len(dated)) or sort == "relevance"
    if sort != "relevance":
        assert dated == sorted(dated, reverse=sort == "newest")


def test_a_facet_leaves_its_own_choice_aside_and_the_hits_do_not(desk):
    everything = search(desk)
    chosen = search(desk, source="river-daily", person="River Chen")
    both = search(desk, source=["river-daily", "moon"])
    assert count(chosen, "source").keys() == {"river-daily", "hill-post", "lake-agency"}
    assert chosen["total"]["value"] == count(chosen, "source")["river-daily"]
    assert count(chosen, "person")["周明远"] == count(everything, "source")["river-daily"]
    assert both["total"]["value"] == count(everything, "source")["river-daily"] + 1
    assert everything["total"] == {"value": MANY + 1, "exact": True}


def test_what_is_chosen_is_counted_in_either_script_and_by_region(desk):
    answer = search(desk, person="周明遠", place="云岭省")
    assert count(answer, "person")["周明遠"] == MANY / 2
    assert count(answer, "place")["云岭省"] == MANY / 2
    assert search(desk, person="nobody")["facets"]["person"][-1] == {"value": "nobody", "count": 0}


def test_bars_count_every_article_once_dated_or_not(desk):
    answer = search(desk)
    bars = answer["histogram"]
    assert sum(each["count"] for each in bars) == answer["total"]["value"]
    busiest = max(bars, key=lambda each: each["count"])
    last = httpx.QueryParams({"from": busiest["start"], "to": busiest["end"]})
    inside = search(desk, **{"from": last["from"], "to": busiest["start"][:10]})
    assert inside["total"]["value"] == busiest["count"]


def test_nothing_found_is_an_answer_too(desk):
    answer = search(desk, q="无此词语也")
    assert (answer["total"]["value"], answer["hits"], answer["histogram"]) == (0, [], [])


def test_marks_are_where_the_words_are_and_a_body_without_any_shows_its_beginning(desk):
    hit = search(desk, q="通车", size=1, language="zh")["hits"][0]
    for each in hit["snippets"]:
        assert [each["text"][start:end] for start, end in each["marks"]] in (["通车"], [])
    (snippet,) = search(desk, source="moon")["hits"][0]["snippets"]
    assert (snippet["text"], snippet["marks"]) == ("别无分号。", [])


def test_an_article_and_what_is_like_it(desk):
    number = f"{1:032x}"
    article = desk.get(f"/api/articles/{number}").json()
    assert article["entities"]
    similar = desk.get(f"/api/articles/{number}/similar").json()["hits"]
    assert len(similar) == 10
    assert number not in {each["id"] for each in similar}
    lonely = desk.get(f"/api/articles/{998:032x}/similar").json()
    assert lonely == {"hits": []}
    withdrawn = desk.get(f"/api/articles/{999:032x}").json()
    assert (withdrawn["status"], withdrawn["body"]) == ("withdrawn", "")
    assert desk.get(f"/api/articles/{997:032x}").status_code == 404


def test_the_articles_of_a_story_are_told_the_earliest_first(desk):
    told = desk.get(f"/api/articles/{2:032x}/story").json()
    assert told["story_id"] == f"{1:032x}"
    assert [each["id"] for each in told["hits"]] == [f"{n:032x}" for n in (1, 2)]
    assert search(desk, story=told["story_id"])["total"]["value"] == told["total"] == 2


@pytest.mark.parametrize("typed", ["周", "周明", "周明遠", "riv", "River C", "临江大"])
def test_names_are_completed_in_either_script_and_any_case(desk, typed):
    found = desk.get("/api/suggest", params={"q": typed}).json()["suggestions"]
    assert {each["name"] for each in found} & {"周明远", "River Chen", "临江大桥"}
    assert all(each["count"] > 0 for each in found)


@pytest.mark.parametrize(
    "typed", ['"', "\\", "[", "(((", "a|b", "~", "<1-9>", "#", "@", "𠮷" * 400]
)
def test_whatever_is_typed_is_no_error_of_the_server(desk, typed):
    assert desk.get("/api/suggest", params={"q": typed}).status_code == 200
    assert desk.get("/api/search", params={"q": typed[:200], "person": typed}).status_code == 200


def test_places_have_their_points(desk):
    (place,) = desk.get("/api/places", params={"language": "zh"}).json()
    assert place == {
        "name": "临江市",
        "path": "云岭省/临江市",
        "lat": 31.5,
        "lon": 112.25,
        "count": MANY / 2,
    }


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_exports_have_the_whole_result_in_its_order(desk, sort):
    asked = {"q": "大桥", "sort": sort, "source": "hill-post"}
    wanted = [each["id"] for each in search(desk, size=100, **asked)["hits"]]
    answer = desk.get("/api/export.csv", params=asked)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [each["id"] for each in rows] == wanted
    assert answer.headers["Tidings-Total"] == str(len(wanted))
    lines = desk.get("/api/export.ndjson", params=asked).text.splitlines()
    assert [json.loads(each)["id"] for each in lines] == wanted
    items = desk.get("/api/export.ninjs", params=asked).json()
    assert len(items) == len(wanted)
    everything = desk.get("/api/export.csv").text
    assert everything.count("\r\n") == MANY + 2
    assert '"\'=1+1"' in everything


def test_a_feed_has_what_was_received_last_dated_or_not(desk):
    feed = feedparser.parse(desk.get("/feed.xml", params={"q": "大桥"}).content)
    assert not feed.bozo
    newest = [f"{n:032x}" for n in range(MANY - 1, MANY - 51, -1)]
    assert [each.id for each in feed.entries] == newest


def test_a_query_of_ten_thousand_characters_is_told_that_it_is_too_long(desk):
    # The client's own limit for an address is lower.
    target = b"/api/search?q=" + b"%E6%A1%A5" * 10_000
    answer = desk.get("/api/search", extensions={"target": target})
    assert answer.status_code == 422
    assert "10,000 characters; 200 are the most" in answer.json()["detail"]


def test_it_says_so_while_the_index_is_away_goes_on_by_itself_and_ends_when_told(
    process, desk, servers
):
    _, metrics, running = process
    servers.server("elasticsearch").kill()
    away = desk.get("/api/search")
    assert away.status_code == 503
    assert int(away.headers["Retry-After"]) > 0
    wait_until(lambda: ask(metrics, "/readyz")[0] == 503, SOON_S, "that it notices")
    assert ask(metrics, "/healthz")[0] == 200
    servers.start()
    wait_until(lambda: desk.get("/api/search").status_code == 200, SOON_S, "an answer")
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
