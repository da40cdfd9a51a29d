"""httpcore's errors under httpx's names, as httpx's own transport gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

# Each has the same name in both; the more exact ones come first.
_NAMES = (
    "ConnectTimeout",
    "ReadTimeout",
    "WriteTimeout",
    "PoolTimeout",
    "ConnectError",
    "ReadError",
    "WriteError",
    "UnsupportedProtocol",
    "LocalProtocolError",
    "RemoteProtocolError",
)


@contextmanager
def name_failures() -> Iterator[None]:
    """Raise httpx's error for each of httpcore's; all others pass."""
    try:
        yield
    except tuple(getattr(httpcore, name) for name in _NAMES) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error) or type(error).__name__) from error
