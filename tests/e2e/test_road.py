"""The road of an article, walked by the commands that README names."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from commands import run_tidings

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = EXAMPLES / "pages/riverside.txt"


@pytest.fixture(scope="module")
def pushed(stack):
    """The example page, pushed and waited for."""
    done = run_tidings(stack.data_dir, "push", str(PAGE), "--source", "e2e", "--wait", "--json")
    assert done.exit_code == 0, done.stderr
    return done.json()["items"]


def show(stack, article_id):
    done = run_tidings(stack.data_dir, "show", article_id, "--json")
    assert done.exit_code == 0, done.stderr
    return done.json()


def test_each_article_of_a_pushed_page_becomes_searchable(pushed):
    gold = json.loads(PAGE.with_suffix(".gold.json").read_text(encoding="utf-8"))

    assert [item["headline"] for item in pushed] == [each["headline"] for each in gold["articles"]]
    assert all(item["status"] == "accepted" for item in pushed)
    assert all(0 < item["seconds"] < 60 for item in pushed)


def test_every_tag_of_a_searchable_article_stands_in_its_body(stack, pushed):
    article = show(stack, pushed[0]["id"])
    mentions = [mention for entity in article["entities"] for mention in entity["mentions"]]

    assert article["persons"]
    assert article["events"]
    assert mentions
    for mention in mentions:
        assert article["body"][mention["start"] : mention["end"]] == mention["text"]


def test_an_article_is_found_by_each_of_its_persons_and_by_words_of_its_headline(stack, pushed):
    article = show(stack, pushed[0]["id"])

    for person in article["persons"]:
        found = run_tidings(stack.data_dir, "search", "", "--person", person, "--json").json()
        assert article["id"] in {hit["id"] for hit in found["hits"]}
    words = article["headline"].split()[0]
    found = run_tidings(stack.data_dir, "search", words, "--json").json()
    assert article["id"] in {hit["id"] for hit in found["hits"]}


def test_the_desk_of_the_stack_finds_it_and_shows_its_evidence(stack, pushed):
    url = stack.report().endpoints["desk_url"]
    article = show(stack, pushed[0]["id"])
    asked = {"person": article["persons"][0], "source": "e2e"}
    found = httpx.get(f"{url}/api/search", params=asked, timeout=30).json()
    assert article["id"] in {hit["id"] for hit in found["hits"]}
    shown = httpx.get(f"{url}/api/articles/{article['id']}", timeout=30).json()
    evidence = [each["sentence"] for each in article["events"]]
    assert [each["sentence"] for each in shown["events"]] == evidence
    assert {each["name"] for each in shown["entities"]} >= set(article["persons"])


def test_the_screen_and_the_doctor_find_a_stack_that_works_well(stack, pushed):
    screen = run_tidings(stack.data_dir, "top", "--once", "--json")
    shown = screen.json()
    by_name = {each["name"]: each for each in shown["stages"]}
    assert screen.exit_code == 0
    assert shown["ready"]
    assert by_name["index"]["outcomes"]["indexed"] >= len(pushed)
    assert by_name["index"]["latency"]["of"] == "searchable"
    assert by_name["enrich"]["lag_messages"] == 0
    assert [each["state"] for each in shown["servers"]] == ["ready", "ready"]

    done = run_tidings(stack.data_dir, "doctor", "--json")
    findings = done.json()["findings"]
    wrong = [each for each in findings if each["severity"] == "error"]
    unchecked = [each for each in findings if each["seen"].startswith("not checked")]
    assert (done.exit_code, wrong, unchecked) == (0, [], [])
    checked = {each["check"] for each in findings}
    assert {"topic articles.raw", "group tidings-index", "alias articles", "stage index"} <= checked


def test_a_search_for_what_no_article_says_finds_nothing(stack, pushed):
    found = run_tidings(stack.data_dir, "search", "", "--person", "查无此人", "--json").json()

    assert found == {"total": 0, "hits": []}


def test_the_same_page_pushed_again_makes_no_second_document(stack, pushed):
    def count() -> int:
        url = f"{stack.endpoints.elasticsearch_url}/articles/_count"
        return int(httpx.post(url, json={"query": {"term": {"source": "e2e"}}}).json()["count"])

    before = count()
    again = run_tidings(stack.data_dir, "push", str(PAGE), "--source", "e2e", "--wait", "--json")

    assert {item["id"] for item in again.json()["items"]} == {item["id"] for item in pushed}
    assert count() == before == len(pushed)


def test_one_json_article_takes_the_same_road(stack):
    article = {"headline": "临江大桥通车", "body": "本报讯 11月3日，市长周明远宣布临江大桥通车。"}
    done = run_tidings(
        stack.data_dir, "push", "-", "--format", "json", "--wait", "--json",
        stdin=json.dumps(article).encode(),
    )  # fmt: skip

    assert done.exit_code == 0, done.stderr
    assert show(stack, done.json()["items"][0]["id"])["headline"] == article["headline"]


def test_an_article_is_found_by_what_its_publisher_says_that_it_is_about(stack):
    ninjs = str(EXAMPLES / "feeds/lake-agency.ninjs.json")
    pushed = run_tidings(stack.data_dir, "push", ninjs, "--source", "lake", "--wait", "--json")
    assert pushed.exit_code == 0, pushed.stderr
    found = run_tidings(stack.data_dir, "search", "", "--label", "Hospitals", "--json").json()

    (item,) = pushed.json()["items"]
    assert [hit["id"] for hit in found["hits"]] == [item["id"]]
    assert show(stack, item["id"])["labels"] == {
        "subject": ["hospitals"],
        "person": ["Elsa Winter"],
        "organization": ["Norvale Hospital"],
        "place": ["Norvale"],
    }


def test_an_unknown_article_is_named_and_fails(stack):
    done = run_tidings(stack.data_dir, "show", "0" * 32)

    assert done.exit_code == 1
    assert "0" * 32 in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("huge.txt", "临江".encode() * 3_500_000, "large"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_its_name_and_the_reason(
    stack, tmp_path, name, content, word
):
    path = tmp_path / name
    path.write_bytes(content)

    done = run_tidings(stack.data_dir, "push", str(path), "--wait")

    assert done.exit_code == 1
    said = (done.stdout + done.stderr).lower()
    assert name in said
    assert word in said


@pytest.mark.parametrize(
    ("encoding", "bad_bytes"), [("gb18030", b""), ("utf-8", b"\xff\xfe"), ("utf-8-sig", b"")]
)
def test_a_page_in_another_or_a_broken_encoding_still_arrives(stack, tmp_path, encoding, bad_bytes):
    headline = f"临江市民读报 {encoding}"
    page = f"{headline}\n\n本报讯(记者 周小禾)昨日，临江市图书馆举行读报活动，三百名市民参加。\n"
    path = tmp_path / "page.txt"
    path.write_bytes(page.encode(encoding) + bad_bytes)

    done = run_tidings(stack.data_dir, "push", str(path), "--wait", "--json")

    assert done.exit_code == 0, done.stderr
    assert [item["headline"] for item in done.json()["items"]] == [headline]


def test_a_page_without_a_headline_is_one_article(stack, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(
        "昨日上午，临江市举行消防演练，五十名消防员参加了这次演练。\n", encoding="utf-8"
    )

    done = run_tidings(stack.data_dir, "push", str(path), "--wait", "--json")

    assert [item["status"] for item in done.json()["items"]] == ["accepted"]
