"""What others name is fetched from the address that was checked, within time and size."""

from __future__ import annotations

import gzip
import itertools
import random
import socket
import ssl
from ipaddress import ip_address

import httpcore
import httpx
import pytest
from feed_server import Answer, serve_feeds
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings import __version__
from tidings.fetching import (
    BodyTooLargeError,
    ForbiddenAddressError,
    name_user_agent,
    open_guarded_client,
)
from tidings.fetching.backend import GuardedBackend
from tidings.fetching.body import unpack_gzip

PUBLIC = ip_address("203.1.2.3")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Wire(httpcore.NetworkBackend):
    """Sockets that are not there: each connection answers with the next of the given bytes."""

    def __init__(self, *answers, clock=None, seconds_a_read=0.0):
        self.answers = list(answers)
        self.connected = []
        self.timeouts = []
        self.names = []
        self.sent = b""
        self.clock = clock
        self.seconds_a_read = seconds_a_read

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port))
        self.timeouts.append(timeout)
        answer = self.answers.pop(0)
        if isinstance(answer, httpcore.ConnectTimeout):
            self.clock.now += timeout
        if isinstance(answer, Exception):
            raise answer
        return WireStream(self, answer)


class WireStream(httpcore.NetworkStream):
    def __init__(self, wire, answer):
        self.wire = wire
        self.answer = answer if isinstance(answer, list) else [answer]

    def read(self, max_bytes, timeout=None):
        if self.wire.clock is not None:
            self.wire.clock.now += self.wire.seconds_a_read
        return self.answer.pop(0) if self.answer else b""

    def write(self, buffer, timeout=None):
        self.wire.sent += buffer

    def close(self):
        """Nothing is open."""

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        self.wire.names.append(server_hostname)
        return self


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def resolve_to(*lists):
    """Return a resolver whose first answer is the first list, and so on; the last one stays."""
    left = list(lists)

    def resolve(_host, _port):
        found = left.pop(0) if len(left) > 1 else left[0]
        return [ip_address(each) for each in found]

    return resolve


def open_client(wire, resolve, clock=None, allow_private=False, **options):
    backend = GuardedBackend(
        allow_private=allow_private,
        within_s=30,
        resolve=resolve,
        connect=wire,
        clock=clock or Clock(),
    )
    return open_guarded_client(backend=backend, **options)


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


def test_a_byte_now_and_then_does_not_hold_the_connection():
    clock = Clock()
    head = [b"HTTP/1.1 200 OK\r\n", *itertools.repeat(b"X: y\r\n", 1000)]
    for answer in (head, [b"HTTP/1.1 200 OK\r\n\r\n", *itertools.repeat(b"x", 1000)]):
        wire = Wire(answer, clock=clock, seconds_a_read=1.0)
        with pytest.raises(httpx.ReadTimeout, match="took too long"):
            open_client(wire, resolve_to([str(PUBLIC)]), clock).get("http://slow.example/")
        assert len(wire.answers) == 0


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_cut_off(declared):
    length = b"Content-Length: 5000\r\n" if declared else b""
    sent = [b"HTTP/1.1 200 OK\r\n" + length + b"\r\n", *[b"x" * 1000] * 5]
    client = open_client(Wire(sent), resolve_to([str(PUBLIC)]), most_bytes=2000)

    with pytest.raises(BodyTooLargeError, match="larger than 2,000 bytes"):
        client.get("http://large.example/")
    assert len(sent) >= 2


def answer_packed(body, encoding="gzip"):
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def fetch_packed(answer, **options):
    client = open_client(Wire(answer), resolve_to([str(PUBLIC)]), **options)
    return client.get("http://packed.example/")


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_000])
def test_a_packed_body_arrives_unpacked(size):
    body = bytes(size)
    assert fetch_packed(answer_packed(gzip.compress(body))).content == body
    both = gzip.compress(body) + gzip.compress(b"second")
    assert fetch_packed(answer_packed(both)).content == body + b"second"


@settings(deadline=None)
@given(st.integers(0, 300_000), st.integers(1, 70_000), st.integers(1, 500))
def test_packed_pieces_of_any_size_become_what_was_packed(size, pattern, step):
    body = (random.Random(pattern).randbytes(pattern) * (size // pattern + 1))[:size]
    packed = gzip.compress(body)
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert b"".join(unpack_gzip(pieces)) == body


def test_a_packed_bomb_is_cut_off():
    bomb = answer_packed(gzip.compress(bytes(50_000_000)))
    assert len(bomb) < 60_000
    with pytest.raises(BodyTooLargeError):
        fetch_packed(bomb, most_bytes=1_000_000)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answer_packed(b"not packed"), "not gzip"),
        (answer_packed(gzip.compress(bytes(1000), mtime=0)[:-9]), "in the middle"),
        (answer_packed(b"...", "br"), "packed as 'br'"),
        (b"nonsense\r\n\r\n", "illegal"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(answer, words):
    with pytest.raises(httpx.RemoteProtocolError, match=words):
        fetch_packed(answer)


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
