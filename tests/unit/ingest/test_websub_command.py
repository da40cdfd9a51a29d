"""``tidings websub``: finds the hub, shows what becomes of it, and never the secret."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner
from websub_hub import TestHub
from websub_subscriptions import NOW, TOPIC, subscribe, subscribe_active, subscribe_pending

from tidings_ingest.websub.cli import app
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions


@pytest.fixture
def path(tmp_path):
    return tmp_path / "websub.json"


@pytest.fixture
def run(path):
    def invoke(*arguments, file=path):
        environment = {"TIDINGS_WEBSUB_FILE": str(file) if file else None, "COLUMNS": "200"}
        return CliRunner().invoke(app, list(map(str, arguments)), env=environment)

    return invoke


@pytest.fixture
def hub():
    with TestHub() as running:
        yield running


def keep(path, *subscriptions):
    with change_subscriptions(path) as kept:
        kept[:] = subscriptions


def test_add_finds_hub_and_topic_and_leaves_the_asking_to_ingest(run, path, hub):
    url = f"{hub.url}/feed?utm=1"
    done = run("add", url, "--source", "riverside", "--feed", "front", "--allow-private")
    assert done.exit_code == 0, done.stderr
    (kept,) = read_subscriptions(path)
    assert (kept.url, kept.topic, kept.hubs) == (url, hub.topic, (f"{hub.url}/hub",))
    assert (kept.source, kept.feed, kept.state) == ("riverside", "front", "wanted")
    assert kept.lease_s == 10 * 24 * 3600
    assert kept.allow_private
    assert hub.asked == []
    assert path.stat().st_mode & 0o777 == 0o600


def test_add_as_json_tells_everything_but_the_secret(run, path, hub):
    done = run(
        "add", hub.topic, "--source", "临江日报", "--lease", "12h", "--allow-private", "--json"
    )
    told = json.loads(done.stdout)
    assert (told["topic"], told["source"], told["state"]) == (hub.topic, "临江日报", "wanted")
    assert told["lease_s"] == 12 * 3600
    assert "secret" not in told
    assert told["id"] == read_subscriptions(path)[0].id


def test_the_same_feed_is_not_added_twice(run, hub):
    arguments = ("--source", "riverside", "--allow-private")
    run("add", hub.topic, *arguments)
    again = run("add", f"{hub.topic}?again", *arguments)
    assert again.exit_code == 1
    assert f"a subscription to {hub.topic} already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("http://127.0.0.1:9/feed", "--source", "riverside"), "loopback address"),
        (("riverside.example", "--source", "riverside"), "http"),
        (("https://riverside.example/", "--source", "a b"), "a name has letters"),
        (("https://riverside.example/", "--source", "a", "--lease", "long"), "no duration"),
        (("https://a:b@riverside.example/", "--source", "a"), "name or password"),
    ],
)
def test_what_cannot_be_added_is_one_line_that_says_why(run, path, arguments, word):
    done = run("add", *arguments)
    assert done.exit_code == 1
    assert word in done.stderr
    assert "Traceback" not in done.output
    assert not path.exists()


def test_a_lease_that_is_too_short_names_the_field(run, path, hub):
    done = run("add", hub.topic, "--source", "a", "--lease", "5s", "--allow-private")
    assert done.exit_code == 1
    assert "lease_s" in done.stderr
    assert not path.exists()


def test_a_feed_without_a_hub_is_to_be_pulled(run, path, hub):
    done = run("add", f"{hub.url}/nothing", "--source", "riverside", "--allow-private")
    assert done.exit_code == 1
    assert "404" in done.stderr
    hub.make_feed = lambda *_: b"<rss><channel/></rss>"
    done = run("add", hub.topic, "--source", "riverside", "--allow-private")
    assert done.exit_code == 1
    assert "tidings pull" in done.stderr
    assert not path.exists()


def test_list_shows_state_lease_and_last_push(run, path):
    active = subscribe_active(last_push_at=NOW + timedelta(hours=1))
    keep(path, active, subscribe_pending(error="no answer\x1b[31m from the hub"))
    done = run("list")
    assert done.exit_code == 0
    (line,) = [each for each in done.stdout.splitlines() if each.startswith("active")]
    assert line.split() == [
        "active", "riverside", "front", "2031-05-14", "12:00", "2031-05-04", "13:00", TOPIC,
    ]  # fmt: skip
    assert r"no answer\x1b[31m from the hub" in done.stdout
    assert "\x1b" not in done.stdout
    told = json.loads(run("list", "--json").stdout)["subscriptions"]
    assert told[0]["lease_ends_at"] == "2031-05-14T12:00:00Z"
    assert told[0]["hub"] == active.hub


def test_remove_leaves_the_farewell_to_ingest_where_a_hub_may_know_of_us(run, path):
    active, wanted = subscribe_active(), subscribe(url="https://hill.example/", topic=TOPIC + "2")
    keep(path, active, wanted)
    assert run("remove", active.topic).exit_code == 0
    assert run("remove", "https://hill.example/").exit_code == 0
    (kept,) = read_subscriptions(path)
    assert (kept.id, kept.state) == (active.id, "removing")


def test_remove_takes_nothing_that_it_is_not_sure_of(run, path):
    one, two = subscribe_active(), subscribe_active(topic=TOPIC + "2")
    keep(path, one, two)
    unsure = run("remove", one.url)
    assert unsure.exit_code == 1
    assert one.id in unsure.stderr
    assert run("remove", "https://nobody.example/").exit_code == 1
    assert {each.state for each in read_subscriptions(path)} == {"active"}
    assert run("remove", two.id).exit_code == 0
    assert [each.state for each in read_subscriptions(path)] == ["active", "removing"]


def test_no_command_ever_shows_a_secret(run, path):
    kept = [subscribe_active(), subscribe(state="denied", error="denied"), subscribe()]
    keep(path, *kept)
    said = ""
    for arguments in (("list",), ("list", "--json"), ("remove", kept[0].id), ("remove", "x")):
        done = run(*arguments)
        said += done.output + done.stderr + repr(done.exception)
    path.chmod(0o644)
    for arguments in (("list",), ("add", "https://riverside.example/", "--source", "a")):
        said += run(*arguments).stderr
    assert "riverside" in said
    assert all(each.secret.get_secret_value() not in said for each in kept)


def test_a_file_that_is_damaged_or_open_to_others_is_one_line(run, path):
    assert "No such file" in run("list").stderr
    path.write_text('{"subscriptions": [{"secret": "canary"}]}')
    assert "chmod 600" in run("list").stderr
    path.chmod(0o600)
    done = run("list")
    assert done.exit_code == 1
    assert "subscriptions.0" in done.stderr
    assert "canary" not in done.stderr
    assert "TIDINGS_WEBSUB_FILE" in run("list", file=None).stderr
