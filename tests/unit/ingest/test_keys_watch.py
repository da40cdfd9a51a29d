"""A running stage takes up a changed keys file, and outlives a damaged one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from tidings.private import watch as watch_module
from tidings.private.reading import PrivateFileError
from tidings_ingest.keys import key_watch
from tidings_ingest.keys.key import make_bearer_key
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.keys.key_file import read_keys
from tidings_ingest.keys.key_watch import KeyWatch

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


def add(path, name):
    key, token = make_bearer_key(name, "riverside", NOW)
    with change_keys(path) as keys:
        keys.append(key)
    return token.get_secret_value()


def test_a_key_is_good_a_second_after_it_was_added_and_bad_after_it_was_revoked(path, clock):
    first = add(path, "a")
    watch = KeyWatch(path, clock)
    second = add(path, "b")
    clock.now += 0.9
    assert watch.read().find_bearer(second) is None
    clock.now += 0.2
    assert watch.read().find_bearer(second).name == "b"
    assert watch.read().find_bearer(first).name == "a"

    with change_keys(path) as keys:
        keys.clear()
    clock.now += 1
    assert watch.read().find_bearer(first) is None
    assert len(watch.read()) == 0


def test_a_file_that_did_not_change_is_looked_at_once_a_second_and_never_read_again(
    path, clock, monkeypatch
):
    token = add(path, "a")
    looks, reads = [], []
    monkeypatch.setattr(
        watch_module,
        "read_version",
        lambda each, real=watch_module.read_version: looks.append(1) or real(each),
    )
    monkeypatch.setattr(key_watch, "read_keys", lambda each: reads.append(1) or read_keys(each))
    watch = KeyWatch(path, clock)
    for _ in range(1_000):
        clock.now += 0.01
        assert watch.read().find_bearer(token)
    assert 10 <= len(looks) <= 11
    assert len(reads) == 1


@pytest.mark.parametrize("hurt", ["damage", "open", "remove"])
def test_the_keys_before_stay_good_and_one_line_says_why(path, clock, hurt):
    token = add(path, "a")
    watch = KeyWatch(path, clock)
    content = path.read_bytes()
    match hurt:
        case "damage":
            path.write_bytes(content[:-20])
        case "open":
            path.chmod(0o644)
        case _:
            path.unlink()
    with capture_logs() as logs:
        for _ in range(5):
            clock.now += 2
            assert watch.read().find_bearer(token)
    (line,) = logs
    assert line["log_level"] == "error"
    assert "keys.json" in line["reason"]

    path.write_bytes(content)
    path.chmod(0o600)
    other = add(path, "b")
    clock.now += 2
    assert watch.read().find_bearer(other)


def test_without_a_file_at_the_start_there_is_no_watch(path, clock):
    with pytest.raises(PrivateFileError, match="No such file"):
        KeyWatch(path, clock)
