"""Whether a server can be used: each probe asks for what its users will ask for."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

# A server that is up answers in milliseconds; on a loaded machine one was seen to take 2 s.
PROBE_TIMEOUT_S = 5.0

Probe = Callable[[], str | None]
"""Returns None when the server can be used, else the reason why not."""

# A proxy that the environment names cannot know this machine's own addresses.
_open_directly = build_opener(ProxyHandler({})).open


def probe_http(url: str) -> str | None:
    """Ask for ``url``, where 200 means ready and a 503 says in its body why not."""
    try:
        with _open_directly(url, timeout=PROBE_TIMEOUT_S) as response:
            return None if response.status == 200 else f"HTTP {response.status}"
    except HTTPError as error:
        return _read_reason(error) or f"HTTP {error.code}"
    except (OSError, HTTPException) as error:
        return _describe_silence(error)


def probe_stuck(url: str) -> str | None:
    """Ask ``/healthz`` of a stage, where a 503 says why it is stuck; no answer is no such word."""
    try:
        with _open_directly(url, timeout=PROBE_TIMEOUT_S):
            return None
    except HTTPError as error:
        return (_read_reason(error) or "stuck") if error.code == 503 else None
    except (OSError, HTTPException):
        return None


def probe_standstill(health_url: str, ready_url: str) -> str | None:
    """Return why a stage that has all it needs is stuck; a start does not bring what it waits for.

    A stage that waits for a blocked index keeps its partitions, and goes on by itself.
    """
    reason = probe_stuck(health_url)
    if reason is None or (probe_http(ready_url) or "").startswith("waiting for "):
        return None
    return reason


def probe_elasticsearch(url: str) -> str | None:
    """Ask for the health of the cluster: with red, some shard cannot be written."""
    try:
        status = request_json("GET", f"{url}/_cluster/health")["status"]
    except (OSError, HTTPException) as error:
        return _describe_silence(error)
    except (ValueError, KeyError, TypeError):
        return "what answers is no Elasticsearch"
    return None if status in ("green", "yellow") else f"the cluster is {status}"


def request_json(method: str, url: str, body: str | None = None) -> dict[str, Any]:
    """Send JSON to a server of this machine and return what it answers.

    Raises OSError, HTTPException or ValueError when that is not 2xx or no JSON.
    """
    data = None if body is None else body.encode()
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310
    with _open_directly(request, timeout=PROBE_TIMEOUT_S) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def _read_reason(error: HTTPError) -> str:
    try:
        lines = error.read(200).decode("utf-8", "replace").split()
    except (OSError, HTTPException):
        return ""
    return " ".join(lines)


def _describe_silence(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    return f"no answer: {getattr(cause, 'strerror', None) or cause or type(cause).__name__}"


def probe_kafka(address: str) -> str | None:
    """Ask the broker ``host:port`` for the cluster: it must know a controller and itself."""
    host, port = address.rsplit(":", 1)
    try:
        # The client would try for its whole time-out where nobody listens.
        socket.create_connection((host, int(port)), PROBE_TIMEOUT_S).close()
    except OSError as error:
        return _describe_silence(error)
    return _read_metadata(address)


def _read_metadata(address: str) -> str | None:
    from kafka import KafkaAdminClient  # noqa: PLC0415 - takes 0.2 s; status and down need none
    from kafka.errors import KafkaError  # noqa: PLC0415

    timeout_ms = int(PROBE_TIMEOUT_S * 1000)
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=address,
            request_timeout_ms=timeout_ms,
            bootstrap_timeout_ms=timeout_ms,
        )
        try:
            return None if admin.describe_cluster()["brokers"] else "no broker is registered yet"
        finally:
            admin.close()
    except KafkaError as error:
        return f"no metadata: {error}"
