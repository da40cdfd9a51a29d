"""What others name is fetched from the address that was checked."""

from __future__ import annotations

import socket

import httpcore
import httpx
import pytest
from feed_server import Answer, serve_feeds
from fetching_wire import OK, PUBLIC, Clock, Wire, open_client, resolve_to

from tidings import __version__
from tidings.fetching import (
    ForbiddenAddressError,
    name_user_agent,
    open_guarded_client,
)


def redirect_to(address):
    return f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()


def test_the_socket_gets_the_checked_address_and_the_server_the_name():
    wire = Wire(OK)
    client = open_client(wire, resolve_to([str(PUBLIC)]))

    assert client.get("https://feeds.example:8443/daily").text == "ok"
    assert wire.connected == [(str(PUBLIC), 8443)]
    assert wire.names == ["feeds.example"]
    assert b"Host: feeds.example:8443\r\n" in wire.sent


def test_a_name_that_changes_its_address_between_check_and_connection_gains_nothing():
    wire = Wire(OK, OK)
    client = open_client(wire, resolve_to([str(PUBLIC)], ["127.0.0.1"]))

    client.get("http://rebinding.example/")
    assert wire.connected == [(str(PUBLIC), 80)]
    # The second request is a connection of its own, and is checked again.
    with pytest.raises(ForbiddenAddressError, match=r"rebinding\.example is 127\.0\.0\.1"):
        client.get("http://rebinding.example/")
    assert wire.connected == [(str(PUBLIC), 80)]


def test_a_host_with_one_forbidden_address_is_forbidden():
    wire = Wire(OK)
    with pytest.raises(ForbiddenAddressError):
        open_client(wire, resolve_to([str(PUBLIC), "10.0.0.1"])).get("http://two.example/")
    assert wire.connected == []


@pytest.mark.parametrize(
    "host",
    ["0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "LOCALHOST"],
)
def test_this_machine_is_not_fetched_from_under_any_name(host):
    with serve_feeds() as server, open_guarded_client() as client:
        with pytest.raises(ForbiddenAddressError, match="where nothing is fetched from"):
            client.get(f"http://{host}:{server.port}/")
        assert server.asked == []


def test_a_dot_at_the_end_of_a_name_is_no_way_around():
    wire = Wire(OK)
    with pytest.raises(ForbiddenAddressError):
        open_client(wire, resolve_to(["127.0.0.1"])).get("http://localhost./")
    assert wire.connected == []


def test_a_redirect_into_the_own_network_is_refused():
    wire = Wire(redirect_to("http://inner.example/admin"), OK)
    client = open_client(wire, resolve_to([str(PUBLIC)], ["192.168.0.1"]))

    with pytest.raises(ForbiddenAddressError, match=r"192\.168\.0\.1, which is a private address"):
        client.get("http://feeds.example/")
    assert len(wire.connected) == 1


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://feeds.example/", "gopher://x/"])
def test_a_redirect_to_another_protocol_is_refused(target):
    wire = Wire(redirect_to(target), OK)
    with pytest.raises(httpx.UnsupportedProtocol, match="neither http nor https"):
        open_client(wire, resolve_to([str(PUBLIC)])).get("http://feeds.example/")
    assert len(wire.connected) == 1


def test_a_password_in_an_address_is_refused_and_not_told():
    wire = Wire(redirect_to("http://user:canary@feeds.example/"))
    client = open_client(wire, resolve_to([str(PUBLIC)]))

    with pytest.raises(ForbiddenAddressError, match="name or password") as refused:
        client.get("http://user:canary@feeds.example/")
    assert "canary" not in str(refused.value)
    with pytest.raises(ForbiddenAddressError, match="name or password"):
        client.get("http://feeds.example/")
    assert len(wire.connected) == 1


def test_the_sixth_redirect_is_too_many():
    wire = Wire(*[redirect_to("/again")] * 10)
    with pytest.raises(httpx.TooManyRedirects):
        open_client(wire, resolve_to([str(PUBLIC)])).get("http://feeds.example/")
    assert len(wire.connected) == 6


def test_private_addresses_are_connected_to_where_that_is_allowed():
    with serve_feeds() as server, open_guarded_client(allow_private=True) as client:
        server.answers["/daily"] = Answer(b"news")
        assert client.get(server.url("/daily")).content == b"news"


def test_proxies_of_the_environment_see_nothing(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    test_private_addresses_are_connected_to_where_that_is_allowed()


def test_the_next_address_is_tried_when_one_does_not_answer():
    refused = httpcore.ConnectError("refused")
    wire = Wire(refused, OK)
    found = [str(PUBLIC), "203.1.2.4", "203.1.2.5", "2606:4700::1", "2606:4700::2", "2606:4700::3"]
    client = open_client(wire, resolve_to(found))
    assert client.get("http://feeds.example/").text == "ok"

    wire.answers, wire.connected = [refused] * 6, []
    with pytest.raises(httpx.ConnectError, match="refused"):
        client.get("http://feeds.example/")
    assert [host for host, _ in wire.connected] == [*found[:2], *found[3:5]]


def test_an_address_that_swallows_everything_leaves_time_for_the_next():
    clock = Clock()
    wire = Wire(httpcore.ConnectTimeout("silence"), OK, clock=clock)
    client = open_client(wire, resolve_to([str(PUBLIC), "2606:4700::1"]), clock)
    assert client.get("http://feeds.example/").text == "ok"
    assert wire.timeouts == [15.0, 15.0]


def test_a_name_that_nobody_knows_is_a_failure_to_connect():
    def resolve(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(httpx.ConnectError, match=r"no\.example cannot be resolved: Name or"):
        open_client(Wire(), resolve).get("http://no.example/")


def test_the_user_agent_names_the_software_and_whom_to_ask():
    assert name_user_agent() == f"Tidings/{__version__} (news feed fetcher)"
    assert name_user_agent("https://desk.example/bot").endswith("; +https://desk.example/bot)")
    assert name_user_agent("desk@news.example").endswith("; +desk@news.example)")
    wire = Wire(OK)
    open_client(wire, resolve_to([str(PUBLIC)])).get("http://feeds.example/")
    assert f"User-Agent: {name_user_agent()}\r\n".encode() in wire.sent


@pytest.mark.parametrize("contact", ["", "me", "https://a.example/\r\nX: y", "ftp://x", "a@b c"])
def test_a_contact_that_would_forge_a_header_is_refused(contact):
    with pytest.raises(ValueError, match="e-mail address"):
        name_user_agent(contact)
