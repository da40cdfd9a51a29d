"""What the desk answers over HTTP, and what it never does."""

from __future__ import annotations

import httpx
import pytest
from desk_parts import HOST, Desk, make_source
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout

from tidings_desk.page import NOT_BUILT, Page
from tidings_desk.settings import DeskSettings

ID = f"{1:032x}"
ARTICLE = f"/api/articles/{ID}"
EVERY_QUESTION = (
    "/api/search?q=桥&person=甲&size=1",
    ARTICLE,
    f"{ARTICLE}/similar",
    f"{ARTICLE}/story",
    "/api/suggest?q=周",
    "/api/places?place=临江市",
    "/api/export.csv?q=桥",
    "/api/export.ndjson",
    "/api/export.ninjs",
    "/feed.xml?language=zh",
)


def check_problem(answer, status, where, *words):
    document = answer.json()
    assert answer.status_code == document["status"] == status, document
    assert answer.headers["content-type"] == "application/problem+json"
    assert where in {each["where"] for each in document["errors"]}
    assert all(word in document["detail"] for word in words), document["detail"]


async def test_a_search_has_hits_facets_and_where_to_go_on(desk, get):
    desk.documents += [make_source(1), make_source(2), make_source(3)]
    desk.hit_fields = {"highlight": {"body": ["临江\x02大桥\x03将于"]}}
    answer = (await get("/api/search", params={"q": "大桥", "size": 2})).json()
    assert answer["total"] == {"value": 3, "exact": True}
    assert [each["id"] for each in answer["hits"]] == [f"{n:032x}" for n in (1, 2)]
    assert answer["hits"][0]["snippets"] == [
        {"field": "body", "text": "临江大桥将于", "marks": [[2, 4]]}
    ]
    assert answer["hits"][0]["persons"] == ["周明远"]
    assert answer["facets"].keys() == {
        *("person", "organization", "place", "event_type", "topic", "source", "language")
    }
    more = {"q": "大桥", "size": 2, "after": answer["next"]}
    last = (await get("/api/search", params=more)).json()
    assert [each["id"] for each in last["hits"]] == [f"{3:032x}"]
    assert last["next"] is None


async def test_the_cursor_of_another_search_is_refused(desk, get):
    desk.documents += [make_source(1)]
    answer = (await get("/api/search", params={"q": "大桥", "size": 1})).json()
    other = {"q": "小桥", "size": 1, "after": answer["next"]}
    check_problem(await get("/api/search", params=other), 422, "after", "another search")
    check_problem(await get("/api/search?after=nonsense"), 422, "after")


async def test_an_article_has_its_tags_with_their_places_in_the_text(desk, get):
    desk.documents += [make_source(1, url="javascript:alert(1)")]
    article = (await get(ARTICLE)).json()
    for each in (
        *(span for entity in article["entities"] for span in entity["mentions"]),
        *(event[name] for event in article["events"] for name in ("trigger", "sentence")),
    ):
        assert article["body"][each["start"] : each["end"]] == each["text"]
    assert article["locations"][0]["point"] == {"lat": 31.5, "lon": 112.25}
    assert article["topics"][0]["zh"] == "经济门类"
    assert article["url"] is None


async def test_a_withdrawn_article_is_a_stub_without_words(desk, get):
    desk.documents += [make_source(1, status="withdrawn")]
    article = (await get(ARTICLE)).json()
    assert (article["status"], article["body"], article["headline"]) == ("withdrawn", "", None)


@pytest.mark.parametrize("path", [ARTICLE, f"{ARTICLE}/similar", f"{ARTICLE}/story"])
async def test_an_unknown_id_is_404(get, path):
    check_problem(await get(path), 404, "id", "no article has this id")


@pytest.mark.parametrize(
    ("asked", "where", "words"),
    [
        ({"q": "b" * 10_000}, "q", "10,000 characters; 200 are the most"),
        ({"persn": "甲"}, "persn", "no such parameter"),
        ({"size": 101}, "size", "less than or equal to 100"),
        ({"size": -1}, "size", "greater than or equal to 0"),
        ({"from": "yesterday"}, "from", "now-7d"),
        ({"to": "2031-02-30"}, "to", "2031-05-04"),
        ({"sort": "best"}, "sort", "relevance"),
        ({"person": "甲" * 501}, "person.0", "500"),
        ({"person": ["甲"] * 51}, "person", "50"),
    ],
)
async def test_what_cannot_be_asked_is_refused_with_its_name(desk, get, asked, where, words):
    check_problem(await get("/api/search", params=asked), 422, where, words)
    assert desk.asked == []


@pytest.mark.parametrize("path", ["/api/articles/xyz", f"/api/articles/{ID.upper()}A"])
async def test_what_is_no_id_is_refused(get, path):
    check_problem(await get(path), 422, "id")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/articles"])
async def test_a_path_of_the_api_that_is_none_is_404_and_no_page(get, path):
    answer = await get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", EVERY_QUESTION)
@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (NoConnection("refused"), "does not answer"),
        (ConnectionTimeout("late"), "does not answer"),
        ((404, {"error": {"type": "index_not_found_exception"}}), "tidings provision"),
        ((429, {"error": {"type": "es_rejected_execution_exception"}}), "too much to do"),
        ((503, {"error": {"type": "no_shard_available_action_exception"}}), "too much to do"),
        ((403, {"error": {"type": "security_exception"}}), "API key"),
    ],
)
async def test_without_an_index_every_question_is_503_and_when_to_ask_again(
    desk, get, path, failure, words
):
    desk.failure = failure
    answer = await get(path)
    check_problem(answer, 503, "elasticsearch", words)
    assert int(answer.headers["Retry-After"]) > 0
    assert "127.0.0.1:9200" not in answer.text
    desk.failure, desk.documents = None, [make_source(1)]
    assert (await get(path)).status_code == 200


async def test_a_query_that_the_server_refuses_is_the_askers_with_its_reason(desk, get):
    reason = {"type": "query_shard_exception", "reason": "too many clauses"}
    desk.failure = (400, {"error": {"root_cause": [reason], **reason}})
    check_problem(await get("/api/search?q=x"), 422, "query", "too many clauses")


@pytest.mark.parametrize("path", EVERY_QUESTION)
async def test_it_asks_for_nothing_but_searches_and_documents(desk, get, path):
    desk.documents += [make_source(1)]
    assert (await get(path)).status_code == 200
    assert {(each.method, each.path) for each in desk.asked} <= {
        ("POST", "/articles/_search"),
        ("GET", f"/articles/_doc/{ID}"),
    }
    searches = [each.lines()[0] for each in desk.asked if each.method == "POST"]
    assert all(each["timeout"] == "8s" and "from" not in each for each in searches)
    assert all("script" not in str(each) for each in searches)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/search", ARTICLE, "/feed.xml", "/"])
async def test_no_method_that_writes_is_taken(desk, path, method):
    transport = httpx.ASGITransport(desk.build(), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        answer = await client.request(method, path)
    assert answer.status_code == 405
    assert desk.asked == []


@pytest.mark.parametrize("host", ["desk.example.org", "evil.example:8081", "", "127.0.0.1.nip.io"])
async def test_who_asks_for_a_name_that_is_not_ours_gets_nothing(desk, get, host):
    answer = await get("/api/search", headers={"Host": host})
    check_problem(answer, 421, "Host", "TIDINGS_DESK_PUBLIC_URL")
    assert desk.asked == []


@pytest.mark.parametrize("host", ["localhost:8081", "127.0.0.1", "[::1]:8081", "LOCALHOST"])
async def test_this_machine_may_ask_by_each_of_its_names(get, host):
    assert (await get("/api/search", headers={"Host": host})).status_code == 200


async def test_the_public_name_is_ours_where_it_is_set():
    desk = Desk(settings=DeskSettings(desk_public_url="https://desk.example.org/"))
    desk.documents += [make_source(1)]
    transport = httpx.ASGITransport(desk.build(), raise_app_exceptions=True)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://desk.example.org"
    ) as client:
        feed = await client.get("/feed.xml?q=x")
    assert f"<link>https://desk.example.org/articles/{ID}</link>" in feed.text


@pytest.mark.parametrize("path", ["/", "/api/search", "/api/search?size=x", "/api/none", ARTICLE])
async def test_every_answer_says_what_a_browser_may_do_with_it(get, path):
    headers = (await get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"


async def test_answers_are_not_kept_by_anybody(get):
    assert (await get("/api/search")).headers["Cache-Control"] == "no-store"


async def test_requests_are_counted_by_route_and_never_by_path(desk, get):
    desk.documents += [make_source(1)]
    await get(ARTICLE)
    await get(f"/api/articles/{2:032x}")
    await get("/whatever/somebody/types")
    assert desk.count("/api/articles/{id}", 200) == desk.count("/api/articles/{id}", 404) == 1
    assert desk.count("page", 503) == 1
    routes = {
        sample.labels["route"]
        for metric in desk.registry.collect()
        for sample in metric.samples
        if "route" in sample.labels
    }
    assert routes == {"/api/articles/{id}", "page"}


@pytest.fixture
def built(tmp_path):
    """A page as a build leaves it."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>Tidings</title>")
    (tmp_path / "assets/app-1A2B3C4D.js").write_text("1;")
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


async def test_without_its_page_the_desk_says_how_to_build_it(desk, get, tmp_path):
    transport = httpx.ASGITransport(Desk(page=Page(tmp_path / "none")).build())
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        answer = await client.get("/articles/1")
    assert (answer.status_code, answer.text) == (503, NOT_BUILT)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_every_other_path_is_the_page_and_files_with_a_hash_are_kept(built):
    transport = httpx.ASGITransport(Desk(page=Page(built)).build())
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        for path in ("/", "/index.html", f"/articles/{ID}", "/saved?q=1"):
            answer = await client.get(path)
            assert answer.text == "<title>Tidings</title>", path
            assert answer.headers["Cache-Control"] == "no-cache"
        asset = await client.get("/assets/app-1A2B3C4D.js")
        assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-type"].startswith("text/javascript")
        for path in ("/assets/gone-1A2B3C4D.js", "/../secret.txt", "/%2e%2e/secret.txt"):
            answer = await client.get(path)
            assert answer.status_code == 404, path
            assert "secret" not in answer.text
        again = {"If-None-Match": (await client.get("/")).headers["etag"]}
        assert (await client.get("/", headers=again)).status_code == 304
