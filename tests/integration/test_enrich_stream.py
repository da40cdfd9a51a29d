"""The enrich stage against a real Kafka: at least once, whatever is killed."""

from __future__ import annotations

import re
import socket
import time

import pytest
from enrich_process import BREAKS_THE_TAGGER, keys_of, make_article, open_road
from stack_fixtures import wait_until
from stage_process import ask

from tidings.tags import TaggedArticle
from tidings.topics import MOST_VALUE_BYTES

pytestmark = pytest.mark.servers
# Joining a group, tagging and committing take under 2 s; the rest is for a busy machine.
# A start, a rebalance and 1,500 articles, on two cores that may have other work.
SOON_S = 150.0


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as road:
        yield road


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def make_articles(count, first=1):
    return [make_article(number) for number in range(first, first + count)]


def wait_for_commits(road, count):
    wait_until(lambda: road.committed() == count, SOON_S, f"{count} committed offsets")


def wait_for_some(road, at_least):
    wait_until(lambda: road.committed() >= at_least, SOON_S, "the first commits")


def is_tagging(port):
    metrics = ask(port, "/metrics")[1]
    in_flight = re.search(r"^tidings_in_flight_items\{[^}]*\} (\S+)$", metrics, re.MULTILINE)
    return in_flight is not None and float(in_flight[1]) > 0


def missing(road, articles, deadline_s=SOON_S):
    found = {each.key for each in road.read(road.enriched, keys_of(articles), deadline_s)}
    return keys_of(articles) - found


def test_an_article_comes_out_tagged_and_names_where_it_came_from(road):
    articles = make_articles(1)
    road.push(articles)
    road.start_worker()
    (found,) = road.read(road.enriched, keys_of(articles))
    tagged = TaggedArticle.from_bytes(found.value)
    assert tagged.article.headline == "第1篇"
    assert tagged.article.lineage.topic == road.raw
    assert tagged.article.lineage.offset == 0
    assert tagged.article.lineage.pipeline == "tests quick"
    wait_for_commits(road, 1)


def test_poison_lands_in_the_dead_letters_and_its_neighbours_go_on(road):
    articles = make_articles(20)
    poison = {
        b"bytes": (b"\xff\xfe\x00", b"undecodable"),
        b"version": (b'{"schema_version": 77}', b"unknown_schema"),
        b"fields": (b'{"schema_version": 1, "id": 5}', b"invalid"),
        b"tagger": (make_article(900, BREAKS_THE_TAGGER)[1], b"tagger_failed"),
    }
    road.push(articles[:10])
    road.push((key, value) for key, (value, _) in poison.items())
    road.push(articles[10:])
    road.start_worker()
    letters = {each.key: each for each in road.read(road.dead, poison, SOON_S)}
    assert letters.keys() == poison.keys()
    for key, (value, reason) in poison.items():
        headers = dict(letters[key].headers)
        assert letters[key].value == value
        assert headers["tidings-reason"] == reason
        assert headers["tidings-stage"] == b"enrich"
        assert headers["tidings-topic"] == road.raw.encode()
    assert not missing(road, articles)
    wait_for_commits(road, 24)


def test_a_message_without_a_value_lands_in_the_dead_letters(road):
    road.push([(b"empty", None)])
    road.start_worker()
    (letter,) = road.read(road.dead, [b"empty"], SOON_S)
    assert dict(letter.headers)["tidings-reason"] == b"undecodable"
    wait_for_commits(road, 1)


def test_an_article_of_eight_mebibytes_passes(road):
    large = make_article(2, "a" * (8 * 1024 * 1024))
    articles = [make_article(1), large, make_article(3)]
    road.push(articles)
    road.start_worker()
    assert not missing(road, articles)
    wait_for_commits(road, 3)


def test_an_article_that_grows_too_large_is_a_dead_letter(road):
    # It fits as it came, and not with the place it came from.
    around_the_body = len(make_article(2, "")[1])
    too_large = make_article(2, "a" * (MOST_VALUE_BYTES - around_the_body))
    articles = [make_article(1), make_article(3)]
    road.push([articles[0], too_large, articles[1]])
    road.start_worker()
    (letter,) = road.read(road.dead, [too_large[0]], SOON_S)
    assert dict(letter.headers)["tidings-reason"] == b"too_large"
    assert letter.value == too_large[1]
    assert not missing(road, articles)
    wait_for_commits(road, 3)


def test_a_broken_tagger_ends_the_process_and_commits_nothing(road):
    articles = make_articles(40)
    road.push(articles)
    worker = road.start_worker("broken")
    assert worker.wait(SOON_S) == 1
    assert road.committed() == 0
    assert road.read(road.dead, [b"none"], deadline_s=1) == []
    road.start_worker("quick")
    assert not missing(road, articles)


def test_a_worker_killed_in_the_middle_loses_nothing(road):
    articles = make_articles(1_500)
    road.push(articles)
    worker = road.start_worker("slow")
    wait_for_some(road, 100)
    worker.kill()
    assert road.committed() < 1_500
    road.start_worker("quick")
    assert not missing(road, articles)
    wait_for_commits(road, 1_500)


def test_a_stop_under_load_ends_in_time_and_repeats_nothing(road):
    articles = make_articles(1_500)
    road.push(articles)
    worker = road.start_worker("slow")
    wait_for_some(road, 100)
    worker.terminate()
    assert worker.wait(20) == 0
    before = road.committed()
    assert before < 1_500
    road.start_worker("quick")
    found = road.read(road.enriched, keys_of(articles))
    assert {each.key for each in found} == keys_of(articles)
    assert len(found) == 1_500


def test_a_tagger_that_hangs_holds_up_no_stop_and_its_batch_stays_uncommitted(road, port):
    articles = make_articles(5)
    road.push(articles)
    worker = road.start_worker("stuck", port=port)
    wait_until(lambda: is_tagging(port), SOON_S, "the tagger to begin")
    asked = time.monotonic()
    worker.terminate()
    assert worker.wait(25) == 0
    assert time.monotonic() - asked < 20
    assert road.committed() == 0


def test_two_workers_share_the_work_and_one_takes_over_from_a_killed_other(road, port):
    articles = make_articles(1_500)
    first = road.start_worker("slow")
    road.start_worker("slow", port=port)
    wait_until(lambda: ask(port, "/readyz")[0] == 200, SOON_S, "the second worker")
    road.push(articles)
    wait_for_some(road, 100)
    first.kill()
    assert not missing(road, articles)
    wait_for_commits(road, 1_500)
    lags = [line for line in ask(port, "/metrics")[1].splitlines() if "lag_messages{" in line]
    assert len(lags) == 3


def test_an_article_whose_names_nobody_reads_goes_on_and_is_counted(road, port):
    articles = [make_article(1), make_article(2, "Le pont est ouvert.", "fr")]
    road.push(articles)
    road.start_worker(port=port)
    assert not missing(road, articles)
    wait_for_commits(road, 2)
    counted = 'tidings_articles_without_names_total{language="fr",stage="enrich"} 1.0'
    wait_until(lambda: counted in ask(port, "/metrics")[1], SOON_S, "the count")
    assert 'language="zh"' not in ask(port, "/metrics")[1]


def test_a_worker_that_joins_takes_a_share_and_nothing_is_lost(road, port):
    articles = make_articles(1_500)
    early, late = articles[:1_000], articles[1_000:]
    road.push(early)
    road.start_worker("slow")
    wait_for_some(road, 100)
    road.start_worker("slow", port=port)
    wait_until(lambda: ask(port, "/readyz")[0] == 200, SOON_S, "the second worker")
    # However late it came, some of these are on partitions that are its own now.
    road.push(late)
    assert not missing(road, articles)
    wait_for_commits(road, 1_500)
    wait_until(
        lambda: 'outcome="enriched"' in ask(port, "/metrics")[1], SOON_S, "the second one's share"
    )
