"""A body is fetched within time and size, and unpacked within them, too."""

from __future__ import annotations

import gzip
import itertools
import random

import httpx
import pytest
from fetching_wire import PUBLIC, Clock, Wire, open_client, resolve_to
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.fetching import BodyTooLargeError
from tidings.fetching.body import unpack_gzip


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
