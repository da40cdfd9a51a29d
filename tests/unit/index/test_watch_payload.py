"""What is asked for a watch, and what is posted of an article: enough, and never its whole body."""

from __future__ import annotations

import json

import pytest
from index_parts import fake_elasticsearch, hits_of
from watch_parts import NOW, make_one

from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START, Search, build_query
from tidings_index.watch.comparison import FIELDS, build_comparison
from tidings_index.watch.index_search import IndexSearch, UnavailableError
from tidings_index.watch.payload import build_payload

ID = "a" * 32
HOSTILE = "\x1b[31m<script>alert(1)</script>\u202e\x00"


def make_hit(**source):
    return {"_id": ID, "_source": {"revision": 7, "headline": "临江大桥", **source}}


def read(hit, **options):
    return json.loads(build_payload(make_one(), hit, NOW, **options))


def test_the_form_is_that_of_standard_webhooks():
    told = read(make_hit(source="gazette", persons=["周明远"], url="https://news.example/1"))
    assert told["type"] == "article.matched"
    assert told["timestamp"] == "2031-05-04T09:30:00+00:00"
    data = told["data"]
    assert (data["watch"], data["article"], data["revision"]) == ("bridges", ID, 7)
    assert (data["headline"], data["source"], data["persons"]) == (
        "临江大桥",
        "gazette",
        ["周明远"],
    )
    assert data["places"] == []
    assert data["published_at"] is None
    assert "is_test" not in data
    assert read(make_hit(), is_test=True)["data"]["is_test"] is True


def test_snippets_are_plain_and_few():
    marked = f"昨日，{HIGHLIGHT_START}临江大桥{HIGHLIGHT_END}通车。"
    hit = {**make_hit(), "highlight": {"body": [marked] * 2 + [f"{n}" for n in range(9)]}}
    assert read(hit)["data"]["snippets"] == ["昨日，临江大桥通车。", "0", "1"]


def test_an_article_of_any_size_makes_a_post_of_some_kilobytes():
    huge = "桥" * 1_000_000
    names = {name: [huge] * 500 for name in ("persons", "places", "organizations", "topics")}
    hit = make_hit(headline=huge, url=f"https://{'x' * 3000}", **names)
    hit["highlight"] = {"body": [f"{n}{huge}" for n in range(9)]}
    assert len(build_payload(make_one(), hit, NOW)) < 20_000
    assert read(hit)["data"]["url"] is None
    assert "body" not in FIELDS


def test_hostile_text_is_data():
    hit = make_hit(headline=HOSTILE, persons=[HOSTILE])
    body = build_payload(make_one(), hit, NOW)
    assert b"\x1b" not in body
    assert b"\x00" not in body
    assert json.loads(body)["data"]["headline"] == HOSTILE


def test_a_watch_asks_what_search_asks_of_the_new_articles_alone():
    watch = make_one(words="大桥", persons=("周明远",), since="2031-01-01")
    asked = build_comparison(watch, ["b", "a"])["query"]["bool"]
    assert asked["must"] == build_query(
        Search(words="大桥", persons=("周明远",), since="2031-01-01")
    )
    assert asked["filter"] == [
        {"ids": {"values": ["a", "b"]}},
        {"range": {"indexed_at": {"gte": "2031-05-04T09:30:00+00:00"}}},
    ]


def answer_each(*responses):
    return IndexSearch(
        fake_elasticsearch(lambda request: (200, {"responses": list(responses)})), "articles"
    )


def test_a_search_that_is_refused_is_told_and_the_others_have_their_answers():
    refused = {"status": 400, "error": {"type": "parsing_exception"}}
    watches = [make_one("a"), make_one("b")]
    first, second = answer_each(refused, hits_of(make_hit())).compare(watches, [ID])
    assert (first.refusal, list(first.hits)) == ("400 parsing_exception", [])
    assert [each["_id"] for each in second.hits] == [ID]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "es_rejected_execution_exception"),
        (503, "no_shard_available_action_exception"),
        (404, "index_not_found_exception"),
        (400, "index_closed_exception"),
        (500, "anything"),
    ],
)
def test_whatever_is_no_fault_of_the_search_is_asked_again(status, kind):
    broken = {"status": status, "error": {"type": kind}}
    with pytest.raises(UnavailableError):
        answer_each(hits_of(), broken).compare([make_one("a"), make_one("b")], [ID])
