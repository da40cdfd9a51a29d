"""A new index takes the place of the old one while articles arrive, and has all of them."""

from __future__ import annotations

import signal
import subprocess
import threading
from itertools import count

import pytest
from commands import TIDINGS
from index_parts import NOW, make_tagged
from index_process import IndexRoad
from index_versions import assert_all_there, make_versions
from stack_fixtures import wait_until

pytestmark = pytest.mark.servers
# A reindex of some thousand articles takes 5 s; the rest is for a busy machine.
SOON_S = 120.0
# Between two batches of 10 articles: faster than feeds are, slower than articles are written.
PACE_S = 0.2


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    yield road
    road.remove()


def start(road, *arguments):
    return subprocess.Popen(
        [TIDINGS, "reindex", *arguments],
        env=road.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def reindex(road, *arguments, status=0):
    process = start(road, *arguments)
    said, _ = process.communicate(timeout=SOON_S)
    assert process.returncode == status, said
    return said


def live(road):
    (name,) = road.client().indices.get_alias(name=road.name)
    return name


def numbers(road):
    return sorted(int(each[-1]) for each in road.client().indices.get(index=f"{road.name}-v*"))


class Pusher(threading.Thread):
    """Pushes article after article until it is told to stop."""

    def __init__(self, road):
        super().__init__(daemon=True)
        self.road = road
        self.pushed = []
        self.stopping = threading.Event()

    def run(self):
        for number in count(10_000, 10):
            if self.stopping.wait(PACE_S):
                return
            batch = [each for n in range(number, number + 10) for each in make_versions(n)]
            self.road.push_articles(batch)
            self.pushed += batch

    def stop(self):
        self.stopping.set()
        self.join(SOON_S)


def test_no_article_that_arrives_during_two_reindexes_is_lost_or_older(road):
    before = [each for number in range(1, 401) for each in make_versions(number)]
    road.push_articles(before)
    for _ in range(2):
        road.start_worker()
    road.await_commits(len(before))
    pusher = Pusher(road)
    pusher.start()
    try:
        wait_until(lambda: len(pusher.pushed) > 20, SOON_S, "the first articles")
        reindex(road)
        reindex(road, "--from-topic")
    finally:
        pusher.stop()
    everything = before + pusher.pushed
    road.await_commits(len(everything))

    assert live(road).endswith("-000003")
    assert_all_there(road, everything)
    assert numbers(road) == [1, 2, 3]
    reindex(road, "--drop-old")
    assert numbers(road) == [3]


def test_an_interrupted_reindex_goes_on_and_opens_what_it_had_closed(road):
    # Copying so many takes some seconds, in which the signal comes.
    articles = [make_tagged(number) for number in range(1, 6001)]
    road.push_articles(articles)
    road.start_worker()
    road.await_commits(len(articles))
    client, old = road.client(), live(road)

    process = start(road)
    begun = f"{road.name}-next"
    wait_until(lambda: client.indices.exists_alias(name=begun), SOON_S, "the new index")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=SOON_S)
    assert process.returncode == 130, said
    (new,) = client.indices.get_alias(name=begun)
    assert live(road) == old

    # As a process leaves it that is killed between closing the old index and the swap.
    meta = client.indices.get_mapping(index=new)[new]["mappings"]["_meta"]
    meta["build"]["is_blocking"] = True
    client.indices.put_mapping(index=new, meta=meta)
    client.indices.add_block(index=old, block="write")
    assert "was begun from the index" in reindex(road, "--from-topic", status=1)

    said = reindex(road)
    assert f"{new} is in the place of {old}: 6000 documents, before 6000" in said
    more = [make_tagged(number) for number in range(6001, 6011)]
    road.push_articles(more)
    road.await_commits(len(articles) + len(more))
    assert live(road) == new
    assert_all_there(road, articles + more)


def test_a_new_index_that_lacks_an_article_does_not_take_the_place(road):
    articles = [make_tagged(number) for number in range(1, 11)]
    road.push_articles(articles)
    road.start_worker()
    road.await_commits(len(articles))
    client, old = road.client(), live(road)
    expired = make_tagged(77)
    fields = {"id": expired.article.id, "revision": 77, "enriched_at": NOW.isoformat()}
    client.index(
        index=old, id=expired.article.id, document=fields, version=77, version_type="external"
    )

    said = reindex(road, "--from-topic", status=1)
    assert f"lacks 1 documents of {old} and has 0 older: {expired.article.id}" in said
    assert live(road) == old
    road.push_articles([make_tagged(11)])
    road.await_commits(len(articles) + 1)

    assert "deleted" in reindex(road, "--discard")
    reindex(road, "--from-index", "--from-topic")
    assert road.count() == 12
