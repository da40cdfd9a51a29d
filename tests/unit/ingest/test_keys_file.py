"""The keys file: nobody else reads it, nobody loses what is in it, and it says nothing secret."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime

import pytest

from tidings.private import change
from tidings.private.reading import PrivateFileError
from tidings_ingest.keys.key import (
    BearerKey,
    WebhookKey,
    hash_token,
    make_bearer_key,
    make_webhook_key,
    rotate_secret,
)
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.keys.key_file import read_keys

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
CANARY = "whsec_Q0FOQVJZQ0FOQVJZQ0FOQVJZQ0FOQVJZ"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


def write(path, *keys, mode=0o600):
    path.write_text(json.dumps({"schema_version": 1, "keys": keys}), encoding="utf-8")
    path.chmod(mode)


def describe_webhook(**changes):
    described = {"name": "a", "source": "hill-daily", "kind": "webhook", "secrets": [CANARY]}
    return described | {"created_at": NOW.isoformat()} | changes


def test_a_token_has_256_random_bits_and_only_its_hash_is_kept(path):
    key, token = make_bearer_key("a", "riverside", NOW)
    text = token.get_secret_value()
    assert len(text.removeprefix(f"tid_{key.id}_")) == 43
    assert make_bearer_key("a", "riverside", NOW)[1] != token

    with change_keys(path) as keys:
        keys.append(key)
    kept = path.read_text()
    assert hash_token(text) in kept
    assert text.split("_", 2)[2] not in kept
    assert read_keys(path) == (key,)


def test_a_webhook_secret_survives_the_file_and_two_stand_beside_each_other(path):
    key, first = make_webhook_key("a", "riverside", NOW)
    key, second = rotate_secret(key)
    key, third = rotate_secret(key)
    assert first not in key.secrets
    with change_keys(path) as keys:
        keys.append(key)

    (read,) = read_keys(path)
    assert [each.get_secret_value() for each in read.secrets] == [
        each.get_secret_value() for each in (third, second)
    ]


def test_the_file_is_ours_alone_from_its_first_moment(path):
    with change_keys(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o601, 0o660, 0o602])
def test_a_file_that_others_can_read_or_change_is_refused(path, mode):
    write(path, describe_webhook(), mode=mode)
    with pytest.raises(PrivateFileError, match=rf"mode 0{mode:o}.*chmod 600"):
        read_keys(path)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o440, 0o640])
def test_a_secret_that_is_mounted_for_a_group_is_taken(path, mode):
    write(path, describe_webhook(), mode=mode)
    assert len(read_keys(path)) == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff", "keys.json"),
        (b"[]", "object"),
        (b'{"keys": 1}', "keys"),
        (b'{"schema_version": 2, "keys": []}', "schema_version"),
        (b" " * (1024**2 + 1), "larger than 1 MiB"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_a_damaged_file_is_an_error_that_names_it(path, content, word):
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(PrivateFileError, match=r"keys\.json") as error:
        read_keys(path)
    assert word in str(error.value)


def test_what_is_no_file_is_an_error_and_blocks_nobody(path):
    with pytest.raises(PrivateFileError, match="No such file"):
        read_keys(path)
    with pytest.raises(PrivateFileError, match=r"directory|no regular file"):
        read_keys(path.parent)
    os.mkfifo(path, 0o600)
    with pytest.raises(PrivateFileError, match="no regular file"):
        read_keys(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"secrets": [CANARY[:-8]]},
        {"secrets": [CANARY + "!"]},
        {"secrets": [CANARY.removeprefix("whsec_")]},
        {"secrets": [CANARY] * 3},
        {"secrets": []},
        {"secrets": CANARY},
        {"source": f"{CANARY} "},
        {"created_at": CANARY},
        {"hash": CANARY},
        {"kind": CANARY},
        {CANARY: 1},
        {"kind": "bearer"},
        {"kind": "bearer", "id": CANARY, "hash": CANARY},
    ],
)
def test_no_error_quotes_a_secret(path, changes):
    write(path, describe_webhook(**changes))
    with pytest.raises(PrivateFileError) as error:
        read_keys(path)
    told = str(error.value) + repr(error.value) + repr(error.value.__cause__)
    assert CANARY[6:20] not in told
    assert "keys.0" in told


def test_no_key_shows_its_secret_when_it_is_printed():
    key = WebhookKey(**describe_webhook())
    assert CANARY[6:] not in f"{key!r} {key} {key.model_dump()} {key.model_dump_json()}"


def test_two_keys_of_one_name_or_one_id_are_refused(path):
    write(path, describe_webhook(), describe_webhook())
    with pytest.raises(PrivateFileError, match="two keys have the name a"):
        read_keys(path)
    key, _ = make_bearer_key("a", "riverside", NOW)
    with (
        pytest.raises(ValueError, match="two keys have the id"),
        change_keys(path.with_name("x")) as keys,
    ):
        keys += [key, key.model_copy(update={"name": "b"})]
    assert not path.with_name("x").exists()


def test_a_change_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    with change_keys(path) as keys:
        keys.append(make_bearer_key("a", "riverside", NOW)[0])
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), change_keys(path) as keys:
        keys[0] = 1 / 0
    monkeypatch.setattr(change.os, "fsync", fail)
    with pytest.raises(PrivateFileError, match="No space left"), change_keys(path) as keys:
        keys.clear()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def fail(_):
    raise OSError(28, "No space left on device")


def test_keys_that_are_added_at_once_are_all_there(path):
    def add(number):
        with change_keys(path) as keys:
            keys.append(make_bearer_key(f"k{number}", "riverside", NOW)[0])

    adding = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for each in adding:
        each.start()
    for each in adding:
        each.join()
    assert {each.name for each in read_keys(path)} == {f"k{number}" for number in range(20)}


def test_a_lock_that_is_never_given_back_is_named(path, monkeypatch):
    monkeypatch.setattr(change, "LOCK_WITHIN_S", 0)
    with change_keys(path), pytest.raises(PrivateFileError, match="locked"), change_keys(path):
        pass


def test_a_link_stays_a_link_and_its_file_keeps_its_mode(path, tmp_path):
    folder = tmp_path / "real"
    folder.mkdir()
    write(folder / "keys", mode=0o640)
    path.symlink_to(folder / "keys")
    with change_keys(path) as keys:
        keys.append(make_bearer_key("a", "riverside", NOW)[0])
    assert path.is_symlink()
    assert (folder / "keys").stat().st_mode & 0o777 == 0o640
    assert isinstance(read_keys(path)[0], BearerKey)
