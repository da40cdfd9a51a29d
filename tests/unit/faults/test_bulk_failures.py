"""Refused items of a bulk never reach Elasticsearch, and their answers stand where they belong."""

from __future__ import annotations

import asyncio
import json

import httpx
from faults.ledger.bulk_failures import Refusal
from faults.ledger.wire import Answered, Wire
from hypothesis import given
from hypothesis import strategies as st

HEADERS = {"content-type": "application/x-ndjson"}


def write_bulk(count):
    lines = []
    for number in range(count):
        lines += [{"index": {"_index": "articles", "_id": str(number)}}, {"number": number}]
    return "".join(f"{json.dumps(each)}\n" for each in lines).encode()


class Server:
    """Says 201 to each item of a bulk, and how long anything else was."""

    def __init__(self):
        self.written = []

    async def speak(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(dict(httpx.Headers(_read_lines(head)))["content-length"])
        body = await reader.readexactly(size)
        if b"_bulk" in head:
            actions = [json.loads(each)["index"] for each in body.splitlines()[::2]]
            self.written += [each["_id"] for each in actions]
            items = [{"index": {"_id": each["_id"], "status": 201}} for each in actions]
            told = json.dumps({"took": 1, "errors": False, "items": items}).encode()
        else:
            told = json.dumps({"bytes": size}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(told) + told)
        await writer.drain()
        writer.close()


def _read_lines(head):
    return [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n")[1:] if line]


async def ask(refusal, path, body):
    """Return the answer that comes over a wire with this refusal, and what was written."""
    server = Server()
    listening = await asyncio.start_server(server.speak, "127.0.0.1", 0)
    wire = Wire(listening.sockets[0].getsockname()[1])
    await wire.start()
    try:
        await wire.bend(Answered(refusal.speak))
        url = f"http://127.0.0.1:{wire.port}"
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            return await client.post(path, content=body, headers=HEADERS), server.written
    finally:
        await wire.stop()
        listening.close()


async def test_of_a_bulk_each_second_item_is_429_and_not_written():
    answer, written = await ask(Refusal(nth=2), "/_bulk?require_alias=true", write_bulk(5))

    told = answer.json()
    items = [(each["index"]["_id"], each["index"]["status"]) for each in told["items"]]
    assert items == [("0", 201), ("1", 429), ("2", 201), ("3", 429), ("4", 201)]
    assert told["errors"]
    assert written == ["0", "2", "4"]
    assert answer.headers["x-elastic-product"] == "Elasticsearch"


async def test_an_item_that_stands_alone_passes_so_that_the_bulk_gets_done():
    answer, written = await ask(Refusal(nth=2), "/_bulk", write_bulk(1))

    assert [each["index"]["status"] for each in answer.json()["items"]] == [201]
    assert written == ["0"]


async def test_a_whole_bulk_can_be_429_and_nothing_is_written():
    answer, written = await ask(Refusal(nth=1), "/articles/_bulk", write_bulk(5))

    assert answer.status_code == answer.json()["status"] == 429
    assert written == []


async def test_everything_else_passes_as_it_is():
    answer, _ = await ask(Refusal(nth=1), "/articles/_search", b'{"query":{}}')

    assert answer.json() == {"bytes": 12}


@given(st.integers(2, 5), st.integers(0, 40))
def test_what_is_kept_and_what_is_refused_are_the_whole_bulk(nth, count):
    body = write_bulk(count)
    kept, refused = Refusal(nth).split(body)

    assert len(kept.splitlines()) // 2 + len(refused) == count
    lines = [json.loads(each) for each in body.splitlines()]
    assert all(lines[2 * position] == action for position, action in refused.items())
