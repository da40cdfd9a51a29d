"""Bulk requests that Elasticsearch refuses, as a whole or in part: an HTTP proxy.

What is refused never reaches Elasticsearch, so whoever overlooks the refusal loses it.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

import httpx

# What belongs to one connection, and what changes when a body is unpacked.
OWN_HEADERS: Final = frozenset(
    ("connection", "content-encoding", "content-length", "host", "transfer-encoding")
)
ANSWER_WITHIN_S: Final = 60.0
TOO_MANY: Final = 429
REASON: Final = {"type": "es_rejected_execution_exception", "reason": "the queue is full"}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_bulk(self) -> bool:
        """Whether it writes documents."""
        return self.target.partition("?")[0].endswith("/_bulk")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Refuses each ``nth`` item of a bulk; with 1 all of them, and so the request itself."""

    nth: int

    async def speak(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, upstream: int
    ) -> None:
        """Answer one connection: bulks with refusals, all else with what Elasticsearch says."""
        url = f"http://127.0.0.1:{upstream}"
        async with httpx.AsyncClient(
            base_url=url, timeout=ANSWER_WITHIN_S, trust_env=False
        ) as client:
            while (request := await read_request(reader)) is not None:
                try:
                    answer = await self._answer(client, request)
                except httpx.TransportError as error:
                    raise ConnectionResetError(str(error)) from error
                await _write_answer(writer, answer, with_body=request.method != "HEAD")

    async def _answer(self, client: httpx.AsyncClient, request: Request) -> httpx.Response:
        if not request.is_bulk:
            return await _ask(client, request, request.body)
        if self.nth == 1:
            return httpx.Response(TOO_MANY, json={"error": REASON, "status": TOO_MANY})
        kept, refused = self.split(request.body)
        answer = await _ask(client, request, kept)
        if not refused or not answer.is_success:
            return answer
        told = answer.json()
        items = told["items"]
        for position, action in sorted(refused.items()):
            items.insert(position, refuse(action))
        return httpx.Response(200, headers=answer.headers, json=told | {"errors": True})

    def split(self, body: bytes) -> tuple[bytes, dict[int, dict[str, Any]]]:
        """Return the body without each ``nth`` item, and the actions of those by position.

        Each item has two lines, its action and its document.
        """
        lines = body.splitlines(keepends=True)
        kept: list[bytes] = []
        refused: dict[int, dict[str, Any]] = {}
        for position in range(len(lines) // 2):
            item = lines[2 * position : 2 * position + 2]
            if position % self.nth == self.nth - 1:
                refused[position] = json.loads(item[0])
            else:
                kept += item
        return b"".join(kept), refused


def refuse(action: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to an item whose action this was."""
    ((name, about),) = action.items()
    where = {"_index": about.get("_index", "articles"), "_id": about.get("_id")}
    return {name: {**where, "status": TOO_MANY, "error": REASON}}


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request with a declared length, None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


async def _ask(client: httpx.AsyncClient, request: Request, body: bytes) -> httpx.Response:
    kept = OWN_HEADERS - {"content-encoding"}
    headers = {name: value for name, value in request.headers.items() if name not in kept}
    return await client.request(request.method, request.target, headers=headers, content=body)


async def _write_answer(
    writer: asyncio.StreamWriter, answer: httpx.Response, *, with_body: bool
) -> None:
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
    # A client of Elasticsearch believes only an answer that says whose it is.
    headers["x-elastic-product"] = "Elasticsearch"
    headers["content-length"] = str(len(answer.content))
    lines = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
    writer.write(answer.content if with_body else b"")
    await writer.drain()
