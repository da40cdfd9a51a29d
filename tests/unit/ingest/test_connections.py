"""Connections that are slow, rude or cut off, over a real socket."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
import uvicorn

from tidings_ingest import protocol
from tidings_ingest.lingering import LingeringClose
from tidings_ingest.protocol import ImpatientProtocol

SOON_S = 5.0


async def refuse_unread(scope, receive, send):
    """An application that answers without reading the body."""
    headers = [(b"content-length", b"7")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"refused"})


@pytest.fixture
async def port(monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 0.2)
    config = uvicorn.Config(
        LingeringClose(refuse_unread, most_bytes=4 * 1024**2, within_s=0.5),
        port=0,
        http=ImpatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    ticking = asyncio.ensure_future(server.main_loop())
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await ticking
    await server.shutdown()


async def talk(port, *pieces):
    """Send the pieces, then return what came back until the other side closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in pieces:
        writer.write(each)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(), SOON_S)
    writer.close()
    return answer


HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize("pieces", [(), (b"POST /v1/art",), (HEAD, b"X-A: b\r\n")])
async def test_a_head_that_never_ends_is_given_up(port, pieces):
    assert await talk(port, *pieces) == b""


async def test_a_head_without_end_is_cut_off_before_its_time(port, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 60)
    lines = (b"X-A: " + b"b" * 60_000 + b"\r\n",) * 20

    # Closed while there is more to come: the rest may meet a reset.
    with suppress(ConnectionError):
        assert await talk(port, HEAD, *lines) == b""


async def test_a_second_request_on_the_same_connection_has_its_own_time(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"413" in await asyncio.wait_for(reader.readline(), SOON_S)
        assert b"refused" in await asyncio.wait_for(reader.readuntil(b"refused"), SOON_S)
    writer.write(b"GET / HT")
    assert await asyncio.wait_for(reader.read(), SOON_S) == b""
    writer.close()


async def test_a_sender_that_writes_all_before_it_reads_still_sees_the_answer(port):
    body = b"x" * 3 * 1024**2
    head = HEAD + b"Content-Length: %d\r\n\r\n" % len(body)

    answer = await talk(port, head, body)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer
    assert answer.endswith(b"refused")


async def test_a_body_that_never_comes_does_not_hold_the_connection(port):
    answer = await talk(port, HEAD + b"Content-Length: 1000000000\r\n\r\n", b"x")

    assert answer.endswith(b"refused")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"NONSENSE\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_answered_400_and_closed(port, request_bytes):
    assert (await talk(port, request_bytes)).startswith(b"HTTP/1.1 400")
