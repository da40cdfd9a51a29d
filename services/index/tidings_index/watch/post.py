"""One signed post to a receiver, over the guarded client of docs/decisions/0013."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx

from tidings.fetching import ForbiddenAddressError, open_guarded_client
from tidings.webhooks import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    VERSION,
    decode_secret,
    sign_message,
)
from tidings_index.watch.answers import Failed, Verdict, judge_status
from tidings_index.watch.entry import Watch

# What Standard Webhooks gives a receiver at least: name, connection, TLS and answer together. A
# stage that is told to stop has 20 s, so one post that hangs ends before that.
TIMEOUT_S: Final = 15.0
# An answer is looked at for its status, and by `tidings watch test` for how it begins.
MOST_ANSWER_BYTES: Final = 64 * 1024
MOST_SHOWN_BYTES: Final = 400

OpenClient = Callable[[bool], httpx.Client]


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a post, and how the answer began where that was asked for."""

    verdict: Verdict
    beginning: bytes = b""


def open_client(allow_private: bool) -> httpx.Client:
    """Return a client that keeps to public addresses, or goes to private ones as well."""
    return open_guarded_client(
        allow_private=allow_private, timeout_s=TIMEOUT_S, most_bytes=MOST_ANSWER_BYTES
    )


class Poster:
    """Posts for any number of threads; a client is opened when the first of its kind is needed."""

    def __init__(
        self, clock: Callable[[], datetime], open_client: OpenClient = open_client
    ) -> None:
        self._clock = clock
        self._open_client = open_client
        self._clients: dict[bool, httpx.Client] = {}
        self._lock = threading.Lock()

    def post(self, watch: Watch, name: str, body: bytes, *, shows: bool = False) -> Posted:
        """Post ``body`` under the id ``name``; raises nothing that a receiver could cause."""
        now = self._clock()
        headers = {"Content-Type": "application/json", **sign_headers(watch, name, body, now)}
        try:
            client = self._client(watch.allow_private)
            request = client.build_request("POST", watch.url, content=body, headers=headers)
            answer = client.send(request, stream=True, follow_redirects=False)
            with closing(answer):
                beginning = _read_beginning(answer) if shows else b""
                retry_after = answer.headers.get("retry-after")
                return Posted(
                    judge_status(answer.status_code, retry_after, self._clock()), beginning
                )
        except ForbiddenAddressError as error:
            hint = "; see --allow-private" if error.is_private else ""
            return Posted(Failed("unreachable", f"{error}{hint}"))
        except httpx.TimeoutException:
            return Posted(Failed("timeout", f"no answer within {TIMEOUT_S:.0f} s"))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            # Of the address only the host: the path can be a secret of theirs.
            return Posted(Failed("unreachable", f"{watch.host}: {type(error).__name__}"))

    def close(self) -> None:
        """Close the clients."""
        with self._lock:
            for each in self._clients.values():
                each.close()

    def _client(self, allow_private: bool) -> httpx.Client:
        with self._lock:
            if allow_private not in self._clients:
                self._clients[allow_private] = self._open_client(allow_private)
            return self._clients[allow_private]


def sign_headers(watch: Watch, name: str, body: bytes, now: datetime) -> dict[str, str]:
    """Return the three headers of Standard Webhooks."""
    second = str(int(now.timestamp()))
    signature = sign_message(decode_secret(watch.secret), name, second, body)
    return {
        ID_HEADER: name,
        TIMESTAMP_HEADER: second,
        SIGNATURE_HEADER: f"{VERSION},{base64.b64encode(signature).decode('ascii')}",
    }


def _read_beginning(answer: httpx.Response) -> bytes:
    found = b""
    try:
        for piece in answer.iter_bytes():
            found += piece
            if len(found) >= MOST_SHOWN_BYTES:
                break
    except httpx.HTTPError:
        return found[:MOST_SHOWN_BYTES]
    return found[:MOST_SHOWN_BYTES]
