"""A probe returns None when the server can be used, else why not, and never raises."""

from __future__ import annotations

import importlib
import socket
import threading
from contextlib import suppress

import pytest

from tidings_local import readiness
from tidings_local.readiness import (
    probe_elasticsearch,
    probe_http,
    probe_kafka,
    probe_standstill,
    probe_stuck,
)


@pytest.fixture
def answer():
    """Serve one raw answer on 127.0.0.1 and return the address."""
    servers = []

    def serve(raw: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))

        def answer_once() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return  # nobody asked before the test ended
            with connection:
                connection.recv(65_536)
                connection.sendall(raw)

        thread = threading.Thread(target=answer_once, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"127.0.0.1:{server.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        # Wakes who still waits for a connection, and fails where nobody does.
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def http(status: str, body: bytes = b"") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status.encode(), len(body), body)


def test_200_is_ready(answer):
    assert probe_http(f"http://{answer(http('200 OK'))}/readyz") is None


def test_503_says_in_its_body_why_not(answer):
    raw = http("503 Service Unavailable", b"waiting for\n kafka")
    assert probe_http(f"http://{answer(raw)}/readyz") == "waiting for kafka"


def test_503_without_a_body_says_its_number(answer):
    assert probe_http(f"http://{answer(http('503 Busy'))}/readyz") == "HTTP 503"


def test_204_is_not_what_was_asked_for(answer):
    assert probe_http(f"http://{answer(http('204 No Content'))}/readyz") == "HTTP 204"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (http("200 OK", b"ok"), None),
        (http("503 Busy", b"7 messages wait\n"), "7 messages wait"),
        (http("503 Busy"), "stuck"),
        (http("404 Not Found", b"7 messages wait"), None),
        (b"nonsense", None),
    ],
)
def test_only_a_503_says_that_a_stage_is_stuck(answer, raw, word):
    assert probe_stuck(f"http://{answer(raw)}/healthz") == word


@pytest.mark.parametrize(
    ("ready", "word"),
    [
        (http("200 OK", b"ok"), "7 messages wait"),
        (http("503 Busy", b"waiting for elasticsearch (blocked)\n"), None),
        (b"nonsense", "7 messages wait"),
    ],
)
def test_a_stage_that_says_what_it_waits_for_does_not_stand_still(answer, ready, word):
    health = answer(http("503 Busy", b"7 messages wait\n"))
    assert probe_standstill(f"http://{health}/healthz", f"http://{answer(ready)}/readyz") == word


def test_a_stage_that_does_not_answer_is_not_called_stuck(nobody):
    assert probe_stuck(f"http://{nobody}/healthz") is None


@pytest.mark.parametrize("probe", [probe_http, probe_elasticsearch])
@pytest.mark.parametrize("raw", [b"", b"SSH-2.0-nonsense\r\n", b"HTTP/1.1 what\r\n\r\n"])
def test_a_server_that_breaks_off_or_speaks_otherwise_is_not_ready(answer, probe, raw):
    assert probe(f"http://{answer(raw)}") is not None


def test_nobody_is_no_answer(nobody):
    assert probe_http(f"http://{nobody}/readyz") == "no answer: Connection refused"
    assert probe_elasticsearch(f"http://{nobody}") == "no answer: Connection refused"
    assert probe_kafka(nobody) == "no answer: Connection refused"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"status": "green"}', None),
        (b'{"status": "yellow"}', None),
        (b'{"status": "red"}', "the cluster is red"),
        (b"<html>hello</html>", "what answers is no Elasticsearch"),
        (b"[]", "what answers is no Elasticsearch"),
        (b"{}", "what answers is no Elasticsearch"),
    ],
)
def test_elasticsearch_is_ready_unless_its_cluster_is_red(answer, body, reason):
    assert probe_elasticsearch(f"http://{answer(http('200 OK', body))}") == reason


def test_a_body_that_is_cut_off_is_not_ready(answer):
    raw = b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"status"'
    assert probe_elasticsearch(f"http://{answer(raw)}") is not None


def test_a_proxy_of_the_environment_is_not_asked_about_this_machine(answer, nobody, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://{nobody}")
    # The environment is read when an opener is built, which is at import.
    fresh = importlib.reload(readiness)
    assert fresh.probe_http(f"http://{answer(http('200 OK'))}/readyz") is None
