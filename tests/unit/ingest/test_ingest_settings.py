"""Where ingest listens, and when it says that it cannot."""

from __future__ import annotations

import socket

import pytest

from tidings_ingest.main import CannotStartError, open_socket
from tidings_ingest.settings import IngestSettings


@pytest.mark.parametrize(
    ("host", "is_on_loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("ingest.example", False),
    ],
)
def test_only_addresses_of_this_machine_are_loopback(host, is_on_loopback):
    assert IngestSettings(http_host=host).is_on_loopback is is_on_loopback


def test_nobody_listens_beyond_loopback_without_being_told():
    with pytest.raises(CannotStartError, match="TIDINGS_ALLOW_UNAUTHENTICATED"):
        open_socket(IngestSettings(http_host="0.0.0.0", http_port=0))
    told = IngestSettings(http_host="0.0.0.0", http_port=0, allow_unauthenticated=True)
    open_socket(told).close()


def test_a_port_that_is_taken_or_a_host_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStartError, match=f"TIDINGS_HTTP_PORT {port}: .*in use"):
            open_socket(IngestSettings(http_port=port))
    with pytest.raises(CannotStartError, match="TIDINGS_HTTP_HOST"):
        open_socket(IngestSettings(http_host="192.0.2.1", http_port=0, allow_unauthenticated=True))
