"""Whether a server can be used: each probe asks for what its users will ask for."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

# A server that is up answers in milliseconds; on a loaded machine one was seen to take 2 s.
PROBE_TIMEOUT_S = 5.0

Probe = Callable[[], str | None]
"""Returns None when the server can be used, else the reason why not."""


def probe_http(url: str) -> str | None:
    """Ask for ``url``, where 200 means ready and a 503 says in its body why not."""
    try:
        with urlopen(url, timeout=PROBE_TIMEOUT_S) as response:  # noqa: S310 - always http://
            return None if response.status == 200 else f"HTTP {response.status}"
    except URLError as error:
        body = error.read(200).decode("utf-8", "replace").strip() if hasattr(error, "read") else ""
        return body or f"no answer: {error.reason}"
    except OSError as error:
        return f"no answer: {error}"


def probe_elasticsearch(url: str) -> str | None:
    """Ask for the health of the cluster: with red, some shard cannot be written."""
    try:
        health = f"{url}/_cluster/health"
        with urlopen(health, timeout=PROBE_TIMEOUT_S) as response:  # noqa: S310 - always http://
            status = json.load(response)["status"]
    except (OSError, ValueError, KeyError) as error:
        return f"no answer: {error}"
    return None if status in ("green", "yellow") else f"the cluster is {status}"


def probe_kafka(address: str) -> str | None:
    """Ask the broker ``host:port`` for the cluster: it must know a controller and itself."""
    host, port = address.rsplit(":", 1)
    try:
        # The client would try for its whole time-out where nobody listens.
        socket.create_connection((host, int(port)), PROBE_TIMEOUT_S).close()
    except OSError as error:
        return f"no answer: {error}"
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
