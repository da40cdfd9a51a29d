"""A port that is taken is said to be, with who takes it and what to do."""

from __future__ import annotations

import os
import socket

import pytest

from tidings_local.ports import (
    PortError,
    check_ports,
    choose_ports,
    find_listener,
    is_port_free,
)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_without_a_base_the_usual_ports_are_taken():
    ports = choose_ports(None)
    assert (ports.ingest, ports.kafka, ports.elasticsearch) == (8080, 9092, 9200)


def test_from_a_base_on_every_port_is_the_next_one():
    ports = choose_ports(20_000)
    assert (ports.ingest, ports.desk, ports.watch_metrics) == (20_000, 20_001, 20_009)
    assert sorted(ports.to_claims().values()) == list(range(20_000, 20_010))


@pytest.mark.parametrize("base", [-1, 0, 1_023, 65_527, 65_536, 10**9])
def test_a_base_that_does_not_fit_is_refused_with_the_range(base):
    with pytest.raises(PortError, match=rf"between 1024 and 65526, not {base}"):
        choose_ports(base)


@pytest.mark.parametrize("base", [1_024, 65_526])
def test_the_first_and_the_last_base_fit(base):
    assert choose_ports(base).watch_metrics == base + 9


def test_free_ports_are_fine():
    check_ports({"kafka": 9092}, is_free=lambda _: True)


def test_every_taken_port_is_named_with_who_wants_it_and_who_has_it():
    with pytest.raises(PortError) as caught:
        check_ports(
            {"kafka": 9092, "ingest_metrics": 9101, "elasticsearch": 9200},
            is_free=lambda port: port == 9200,
            listener=lambda port: "node (pid 7)" if port == 9092 else None,
        )
    message = str(caught.value)
    assert "port 9092, wanted by kafka, is taken by node (pid 7)" in message
    assert "port 9101, wanted by ingest metrics, is taken by another program" in message
    assert "9200" not in message
    assert "tidings up --port-base N" in message


def test_a_listening_port_is_not_free_and_its_process_is_found(listener):
    assert not is_port_free(listener)
    assert f"(pid {os.getpid()})" in str(find_listener(listener))


def test_a_port_on_every_address_is_not_free_either():
    with socket.create_server(("0.0.0.0", 0)) as server:
        assert not is_port_free(server.getsockname()[1])


def test_a_port_is_free_again_when_its_server_has_closed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        # A connection that the server closes first lingers there.
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    assert is_port_free(port)
    assert find_listener(port) is None
