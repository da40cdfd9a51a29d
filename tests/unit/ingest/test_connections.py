"""Connections that are slow, rude or cut off, over a real socket."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn

from tidings_ingest import protocol, untaken
from tidings_ingest.lingering import LingeringClose
from tidings_ingest.protocol import ImpatientProtocol

SOON_S = 20.0


async def refuse_unread(scope, receive, send):
    """An application that answers without reading the body."""
    headers = [(b"content-length", b"7")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"refused"})


async def tell_all(scope, receive, send):
    """An application that answers with the head and the body that it was given."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message["body"]
        more = message["more_body"]
    given = b"%b %b [%b]" % (scope["method"].encode(), repr(scope["headers"]).encode(), body)
    headers = [(b"content-length", b"%d" % len(given))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": given})


async def tell_much(scope, receive, send):
    """An application whose answer fits no buffer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(64):
        await send({"type": "http.response.body", "body": bytes(1024**2), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def serve(app):
    config = uvicorn.Config(
        app, port=0, http=ImpatientProtocol, ws="none", lifespan="off", log_config=None
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    ticking = asyncio.ensure_future(server.main_loop())
    try:
        yield server
    finally:
        server.should_exit = True
        await ticking
        await server.shutdown()


def find_port(server):
    return server.servers[0].sockets[0].getsockname()[1]


@pytest.fixture
def patience(monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 0.2)
    monkeypatch.setattr(protocol, "LINGER_S", 0.5)
    monkeypatch.setattr(untaken, "TAKEN_WITHIN_S", 0.2)


@pytest.fixture
async def port(patience):
    async with serve(LingeringClose(refuse_unread, most_bytes=4 * 1024**2, within_s=0.5)) as server:
        yield find_port(server)


@pytest.fixture
async def telling(patience):
    async with serve(tell_all) as server:
        yield find_port(server)


async def talk(port, *pieces):
    """Send the pieces, then return what came back until the other side closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in pieces:
        writer.write(each)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(), SOON_S)
    writer.close()
    return answer


async def come_true(holds):
    async with asyncio.timeout(SOON_S):
        while not holds():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: x\r\n"


def check_refusal(answer, status, where):
    """Check that the answer is one problem+json, after which the connection was closed."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    document = json.loads(body)
    assert document["status"] == status
    assert document["errors"][0]["where"] == where


async def test_a_connection_on_which_nothing_comes_is_closed_without_a_word(port):
    assert await talk(port) == b""


@pytest.mark.parametrize("pieces", [(b"POST /v1/art",), (HEAD, b"X-A: b\r\n")])
async def test_a_head_that_never_ends_is_given_up(port, pieces):
    check_refusal(await talk(port, *pieces), 408, "head")


async def test_a_head_without_end_is_cut_off_before_its_time(port, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 60)
    lines = (b"X-A: " + b"b" * 60_000 + b"\r\n",) * 20

    # Closed while there is more to come: the rest may meet a reset.
    with suppress(ConnectionError):
        check_refusal(await talk(port, HEAD, *lines), 431, "head")


async def test_a_second_request_on_the_same_connection_has_its_own_time(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"413" in await asyncio.wait_for(reader.readline(), SOON_S)
        assert b"refused" in await asyncio.wait_for(reader.readuntil(b"refused"), SOON_S)
    writer.write(b"GET / HT")
    check_refusal(await asyncio.wait_for(reader.read(), SOON_S), 408, "head")
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
    ("request_bytes", "where"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "request line"),
        (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", "Content-Length"),
        (HEAD + b"Content-Length: -1\r\n\r\n", "Content-Length"),
        (HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "Content-Length"),
        (HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n", "Transfer-Encoding"),
        (HEAD + b"no colon\r\n\r\n", "headers"),
        (HEAD + b"X: a\0b\r\n\r\n", "headers"),
        (b"NONSENSE\r\n\r\n", "request line"),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", "request line"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "request line"),
    ],
)
async def test_what_is_no_http_is_answered_400_naming_the_place(port, request_bytes, where):
    check_refusal(await talk(port, request_bytes), 400, where)


async def test_bad_chunks_are_answered_400_although_the_head_was_good(telling):
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

    check_refusal(await talk(telling, chunked, b"-1\r\nx\r\n"), 400, "body")
    check_refusal(await talk(telling, chunked + b"1\r\nxx\r\n"), 400, "body")


@pytest.mark.parametrize(
    "piece", [b"1;" + b"e" * 60_000 + b"\r\nx\r\n", b"1\r\nx\r\n" * 10_000, b"0\r\n"]
)
async def test_more_frame_than_body_is_cut_off(telling, piece):
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    trailers = (b"X-A: " + b"t" * 60_000 + b"\r\n",) * 4 if piece == b"0\r\n" else (piece,) * 4

    check_refusal(await talk(telling, chunked, piece, *trailers), 400, "body")


async def test_small_chunks_of_a_whole_body_are_taken(telling):
    chunks = (b"6\r\nabcdef\r\n" * 5_000,) * 8
    head = HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"

    answer = await talk(telling, head, *chunks, b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"abcdef") == 40_000


async def test_a_trailer_is_no_header(telling):
    head = HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"

    answer = await talk(telling, head + b"1\r\nx", b"\r\n0\r\nAuthorization: y\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"authorization" not in answer


@pytest.mark.parametrize("wish", [b"h2c", b"websocket", b"TLS/1.0"])
@pytest.mark.parametrize("cut", [0, 1, -1])
async def test_a_wish_to_upgrade_does_not_make_a_request_of_the_body(telling, wish, cut):
    inner = b"GET /inner HTTP/1.1\r\nHost: x\r\n\r\n"
    head = HEAD + b"X-A: b\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x\r\n"
    head += b"Upgrade: %b\r\nContent-Length: %d\r\n\r\n" % (wish, len(inner))
    last = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: h2c\r\n\r\n"
    first, second = (inner, b"") if cut == 0 else (inner[:cut], inner[cut:])

    answer = await talk(telling, head + first, second + last)
    assert answer.count(b"HTTP/1.1 200") == 2
    assert b"[%b]" % inner in answer
    assert b"(b'x-a', b'b')" in answer
    assert b"upgrade" not in answer.lower()
    assert b"http2-settings" not in answer


async def test_connect_is_refused(telling):
    request = b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"

    check_refusal(await talk(telling, request + request), 405, "request line")


async def test_a_bad_request_does_not_overtake_the_answer_to_the_one_before_it(telling):
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    good = HEAD + b"Content-Length: 4\r\n\r\ngood"
    for bad in (b"NONSENSE\r\n\r\n", chunked + b"-1\r\n"):
        answer = await talk(telling, good + bad)

        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.count(b"HTTP/1.1") == 1
        assert b"connection: close" in answer
        assert answer.endswith(b"[good]")


async def test_pipelined_requests_are_answered_in_their_order(telling):
    requests = [HEAD + b"Content-Length: 1\r\n\r\n%d" % number for number in range(5)]
    last = HEAD + b"Connection: close\r\nContent-Length: 1\r\n\r\n5"

    answer = await talk(telling, b"".join(requests) + last)
    places = [answer.index(b"[%d]" % number) for number in range(6)]
    assert places == sorted(places)


async def test_more_connections_than_fit_are_told_so(port, monkeypatch):
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HT")
    answer = await talk(port)

    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after: 1" in answer
    assert b"application/problem+json" in answer
    writer.write(b"TP/1.1\r\nHost: x\r\n\r\n")
    assert b"413" in await asyncio.wait_for(reader.readline(), SOON_S)
    writer.close()


async def test_an_answer_that_nobody_takes_does_not_hold_the_connection(patience):
    async with serve(tell_much) as server:
        # The other side's buffer is small, and nothing ever reads from it.
        taker = socket.socket()
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        taker.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(taker, ("127.0.0.1", find_port(server)))
        await loop.sock_sendall(taker, HEAD + b"\r\n")
        await come_true(lambda: server.server_state.connections)
        await come_true(lambda: not server.server_state.connections)
        taker.close()
