"""What ingest needs before it starts: a rule on who may push, and its port."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from tidings.configuration.checking import WrongSettingError
from tidings.web.serving import CannotStartError, open_socket
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.opening import choose_authentication
from tidings_ingest.settings import IngestSettings

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)


def choose(**settings):
    return choose_authentication(IngestSettings(**settings), lambda: NOW, lambda: 0.0)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.1"])
def test_without_keys_nothing_starts_unless_that_was_said_aloud(host, capsys):
    with pytest.raises(WrongSettingError, match=r"tidings keys add.*TIDINGS_KEYS_FILE") as error:
        choose(http_host=host)
    assert "TIDINGS_ALLOW_UNAUTHENTICATED=true" in str(error.value)
    assert host in str(error.value)

    assert not choose(http_host=host, allow_unauthenticated=True).asks_for_key
    assert "nobody is asked for a key" in capsys.readouterr().out


def test_pushes_are_taken_on_loopback_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("TIDINGS_HTTP_HOST", raising=False)
    assert IngestSettings().http_host == "127.0.0.1"


def test_a_keys_file_goes_before_the_open_door(tmp_path):
    path = tmp_path / "keys.json"
    with pytest.raises(WrongSettingError, match=r"TIDINGS_KEYS_FILE .*keys\.json: No such file"):
        choose(keys_file=path, allow_unauthenticated=True)
    with change_keys(path):
        pass
    assert choose(keys_file=path, allow_unauthenticated=True).asks_for_key
    path.chmod(0o644)
    with pytest.raises(WrongSettingError, match="open to others"):
        choose(keys_file=path)


def test_a_port_that_is_taken_or_a_host_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStartError, match=f"TIDINGS_HTTP_PORT {port}: .*in use"):
            open_socket("TIDINGS_HTTP", "127.0.0.1", port)
    with pytest.raises(CannotStartError, match="TIDINGS_HTTP_HOST"):
        open_socket("TIDINGS_HTTP", "192.0.2.1", 0)
