"""What is indexed and matches a watch is posted once, signed; whatever the receiver does."""

from __future__ import annotations

import pytest
from index_parts import make_record, make_tagged
from index_process import SOON_S
from stack_fixtures import wait_until
from standardwebhooks import Webhook
from watch_process import WatchRoad
from webhook_receiver import receive_hooks

from tidings_index.watch.delivery import name_delivery
from tidings_index.watch.watch_file import read_watches

HARBOUR = {"headline": "海港", "body": "海港的罢工结束。"}


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    there = WatchRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    there.create()
    yield there
    there.remove()
    servers.start()


@pytest.fixture
def receiver():
    with receive_hooks() as received:
        yield received


def await_posts(receiver, path, count):
    def are_there():
        return len(receiver.at(path, taken=True)) >= count

    wait_until(are_there, SOON_S, f"{count} posts to {path}")
    return receiver.at(path, taken=True)


def test_what_matches_is_posted_once_and_signed_and_what_does_not_match_is_not(road, receiver):
    before = make_tagged(100)
    road.start_worker()
    road.push_articles([before])
    road.await_commits(1)
    address = ("--webhook", receiver.url("/bridges"), "--allow-private")
    added = road.run("watch", "add", "bridges", "临江大桥", "--person", "周明远", *address)
    assert added.exit_code == 0, added.stderr
    assert "found already: 1 article;" in added.stderr
    secret = added.stdout.strip()
    road.add("harbour", "罢工", receiver.url("/harbour"))
    road.start_watch()
    road.push_articles(make_tagged(number) for number in (1, 2))
    # What index cannot read is a dead letter there, and nobody waits for it here.
    road.push([(b"x", b"\xff"), (b"y", make_record(1, b"[]").value)])
    road.push_articles([make_tagged(3, **HARBOUR), make_tagged(4, **HARBOUR, status="withdrawn")])
    first = await_posts(receiver, "/bridges", 2)
    # Corrections: of one that was posted, and of one that begins to match with it.
    road.push_articles([make_tagged(1, revision=50), make_tagged(3, revision=50)])
    road.push_articles([make_tagged(2, revision=50, **HARBOUR)])
    await_posts(receiver, "/harbour", 2)
    hooks = await_posts(receiver, "/bridges", 3)
    (watch, _) = read_watches(road.watches_file)
    assert {each.article for each in first} == {make_tagged(n).article.id for n in (1, 2)}
    assert sorted(each.id for each in hooks) == sorted(
        name_delivery(watch.id, make_tagged(number).article.id) for number in (1, 2, 3)
    )
    for each in hooks:
        told = Webhook(secret).verify(each.body, each.headers)
        assert told["data"]["persons"] == ["周明远"]
        assert "临江大桥" in "".join(told["data"]["snippets"])
    harbour = {each.article for each in receiver.at("/harbour")}
    assert harbour == {make_tagged(number).article.id for number in (2, 3)}
    said = "".join(path.read_text() for path in road.folder.glob("worker-*.log"))
    assert secret not in said
    assert secret.removeprefix("whsec_") not in said


def test_what_is_refused_is_tried_again_then_a_dead_letter_and_others_go_on(road, receiver):
    road.start_worker()
    road.start_watch()
    receiver.answer("/shaky", 500, 503)
    receiver.always["/broken"] = 500
    for name in ("shaky", "broken", "fine"):
        road.add(name, "临江大桥", receiver.url(f"/{name}"))
    road.push_articles([make_tagged(1)])
    await_posts(receiver, "/fine", 1)
    await_posts(receiver, "/shaky", 1)
    assert len({each.id for each in receiver.at("/shaky")}) == 1

    wait_until(lambda: road.count_letters() == 1, SOON_S, "a dead letter")
    assert len(receiver.at("/broken")) == 3
    receiver.always["/broken"] = 204
    replayed = road.run("dlq", "replay", "--topic", road.watch_dead, "--all", "--yes")
    assert replayed.exit_code == 0, replayed.stderr
    assert "undeliverable" in replayed.stdout + replayed.stderr
    await_posts(receiver, "/broken", 1)
    assert len({each.id for each in receiver.at("/broken")}) == 1
    assert len(receiver.at("/fine")) == 1


def test_a_worker_killed_in_the_middle_of_posting_loses_none_and_repeats_under_the_same_id(
    road, receiver
):
    road.start_worker()
    road.add("bridges", "临江大桥", receiver.url("/slow"))
    watch = road.start_watch()
    articles = [make_tagged(number) for number in range(1, 41)]
    road.push_articles(articles)
    await_posts(receiver, "/slow", 5)
    receiver.open.clear()
    watch.kill()
    watch.wait()
    receiver.open.set()
    road.start_watch()

    def are_all_there():
        return len({each.id for each in receiver.at("/slow")}) == len(articles)

    wait_until(are_all_there, SOON_S, "every article")
    by_id = {each.id: each.article for each in receiver.at("/slow")}
    assert set(by_id.values()) == {each.article.id for each in articles}
    # One post was under way, and one more may have been taken and not yet noted.
    assert len(receiver.at("/slow")) <= len(articles) + 2
