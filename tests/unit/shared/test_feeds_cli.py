"""``tidings feeds`` shows what is known, says what is missing, and does no harm to a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from commands import invoke_tidings
from feed_records import make_reason, make_record
from memory_log import MemoryLog

from tidings.dlq import session
from tidings.elastic_connection import build_headers
from tidings.feeds import cli
from tidings.feeds.index import MOST_TEXTS

NOW = datetime.now(UTC)
TOPIC = "feeds.activity"
HOSTILE = "\x1b[31m\u202e[bold]"


class FakeIndex:
    """Answers as Elasticsearch does; ``texts`` are rows of hash, source and feed."""

    def __init__(self):
        self.texts = []
        self.articles = None
        self.status = 200
        self.away = False
        self.asked = []

    def __call__(self, request):
        if self.away:
            raise httpx.ConnectError("refused")
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "x"})
        asked = json.loads(request.content)
        self.asked.append(asked)
        if request.url.path.endswith("_count"):
            count = len(self.texts) if self.articles is None else self.articles
            return httpx.Response(200, json={"count": count})
        composite = asked["aggs"]["rows"]["composite"]
        found = self._list_texts() if "body" in composite["sources"][0] else self._list_feeds()
        # A page is one bucket, so that every test turns pages.
        start = composite.get("after", {}).get("n", 0)
        rows = {"buckets": found[start : start + 1]}
        if start < len(found):
            rows["after_key"] = {"n": start + 1}
        return httpx.Response(200, json={"aggregations": {"rows": rows}})

    def _list_texts(self):
        return [
            {"key": {"body": body, "source": source, "feed": feed}, "doc_count": 1}
            for body, source, feed in self.texts
        ]

    def _list_feeds(self):
        newest = {"value": NOW.timestamp() * 1000 - 3_600_000}
        feeds = dict.fromkeys((source, feed) for _, source, feed in self.texts)
        return [
            {
                "key": {"source": source, "feed": feed},
                "doc_count": 3,
                "published": newest,
                "received": newest,
            }
            for source, feed in feeds
        ]


@pytest.fixture
def index(monkeypatch):
    index = FakeIndex()

    def open_client(settings):
        transport = httpx.MockTransport(index)
        headers = build_headers(settings)
        return httpx.Client(base_url=settings.url, headers=headers, transport=transport)

    monkeypatch.setattr(cli, "open_index_client", open_client)
    return index


@pytest.fixture
def log(monkeypatch, index):
    made = MemoryLog().create(TOPIC)

    class Opened:
        def __init__(self, kafka):
            assert kafka.bootstrap_servers == "there:9092"

        def __enter__(self):
            return made

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(session, "KafkaLog", Opened)
    return made


def write(log, record):
    log.append(TOPIC, record.to_bytes(), key=record.key())


def make_today(source="gazette", feed=None, **changed):
    return make_record(source, feed, day=NOW.date(), **{"last_push": NOW} | changed)


def run(*arguments, status=0, columns=80):
    return invoke_tidings("feeds", *arguments, status=status, columns=columns)


def run_json(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def test_without_feeds_that_is_what_it_says(log):
    assert "no feeds" in run("list").stdout
    assert run_json("list")["feeds"] == []


def test_the_newest_record_of_each_run_counts_and_runs_add_up(log):
    write(log, make_today(accepted=1))
    write(log, make_today(accepted=5))
    write(log, make_today(run="r2", accepted=7, rejected=1, reasons=(make_reason(),)))
    (feed,) = run_json("list")["feeds"]
    assert (feed["accepted"], feed["rejected"]) == (12, 1)
    assert feed["reasons"][0]["where"] == "headline"
    assert feed["last_push"] == NOW.isoformat()


def test_a_record_that_cannot_be_read_is_left_out_and_told_of(log):
    log.append(TOPIC, b'{"schema_version": 2}', key=b"newer")
    write(log, make_today())
    done = run("list")
    assert "gazette" in done.stdout
    assert "1 records are of a newer version" in done.stderr


def test_a_source_and_how_long_a_feed_was_quiet_choose_what_is_listed(log):
    write(log, make_today("gazette"))
    write(log, make_today("hill-post", last_push=NOW - timedelta(days=2)))
    listed = run_json("list", "--source", "gazette")["feeds"]
    assert [each["source"] for each in listed] == ["gazette"]
    listed = run_json("list", "--stale", "1d")["feeds"]
    assert [each["source"] for each in listed] == ["hill-post"]
    assert "--stale" in run("list", "--stale", "soon", status=2).stderr


@pytest.mark.parametrize("columns", [30, 80, 200])
def test_the_name_of_a_feed_and_its_last_push_can_be_read_at_any_width(log, columns):
    write(log, make_today("gazette", "sport", reasons=(make_reason(),), rejected=1))
    lines = run("list", columns=columns).stdout.splitlines()
    assert "last push" in lines[0]
    assert "gazette/sport" in lines[1]
    assert max(map(len, lines)) <= columns


def test_feeds_that_carry_the_same_articles_are_named(log, index):
    index.texts = [("1", "gazette", None), ("1", "hill-post", "wire"), ("2", "gazette", None)]
    write(log, make_today())
    assert "gazette: 50 % also in hill-post/wire (1 of 2)" in run("list").stdout
    (share,) = next(
        each["shares"] for each in run_json("list")["feeds"] if each["source"] == "gazette"
    )
    assert share == {"source": "hill-post", "feed": "wire", "common": 1, "of": 2, "part": 0.5}


def test_of_very_many_texts_the_same_part_of_each_feed_is_looked_at(log, index):
    index.articles = 4 * MOST_TEXTS
    assert "25 %" in run("list").stderr
    bounds = [
        each["range"]["body_hash"]
        for each in index.asked[-1]["query"]["bool"]["filter"]
        if "body_hash" in each.get("range", {})
    ]
    assert bounds == [{"lt": "40000000"}]


@pytest.mark.parametrize(("status", "words"), [(404, "no index articles"), (503, "503")])
def test_an_index_that_does_not_answer_is_named_and_the_rest_is_shown(log, index, status, words):
    index.status = status
    write(log, make_today())
    done = run("list")
    assert "gazette" in done.stdout
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_elasticsearch_that_is_away_is_named_and_the_rest_is_shown(log, index):
    index.away = True
    write(log, make_today(newest_published_at=NOW - timedelta(hours=2)))
    done = run("list", "--json")
    (feed,) = json.loads(done.stdout)["feeds"]
    assert feed["newest_published_at"] == (NOW - timedelta(hours=2)).isoformat()
    assert json.loads(done.stdout)["missing"]
    assert "Elasticsearch on http://there:9200" in done.stderr


def test_a_feed_is_shown_day_by_day_with_samples_of_what_was_rejected(log):
    write(log, make_today(feed="sport", accepted=3, rejected=2, reasons=(make_reason(count=2),)))
    write(log, make_today(feed="news"))
    shown = run("show", "gazette/sport").stdout
    assert NOW.date().isoformat() in shown
    assert "2 rejected: headline" in shown
    assert "too long" in shown
    assert "news" not in shown
    assert [each["feed"] for each in run_json("show", "gazette")["feeds"]] == ["news", "sport"]
    (feed,) = run_json("show", "gazette/sport")["feeds"]
    assert feed["days"][0]["accepted"] == 3


def test_a_feed_that_is_not_known_fails_with_its_name(log):
    assert "gazette/news" in run("show", "gazette/news", status=1).stderr


def test_a_topic_that_is_missing_fails_with_its_name(log):
    log.topics.clear()
    assert TOPIC in run("list", "--topic", TOPIC, status=1).stderr


def test_what_others_wrote_does_no_harm_to_a_terminal(log):
    reason = make_reason(where=HOSTILE, sample=HOSTILE)
    write(log, make_today(f"a{HOSTILE}", HOSTILE, rejected=1, reasons=(reason,)))
    for arguments in (["list"], ["list", "--json"], ["show", f"a{HOSTILE}"]):
        printed = run(*arguments).stdout
        assert not {"\x1b", "\u202e"} & set(printed)
        assert "[bold]" in printed
