"""The sockets of a guarded client: checked before they connect, bounded in time as a whole.

The order in which a connection is made:
1. the host is resolved, once;
2. each address that it has is checked; one that is not allowed forbids the host, for which of them
   is used would be a matter of chance;
3. one of exactly these addresses is connected to. The name is not resolved again, so a name server
   that answers otherwise a second time (DNS rebinding) gains nothing.
TLS and the Host header still get the name: only the socket is told the address.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import httpcore

from tidings.fetching.addresses import Address, find_objection, parse_address
from tidings.fetching.errors import ForbiddenAddressError

Resolver = Callable[[str, int], list[Address]]
# A host may have many addresses that do not answer: two of each family are a fair chance.
MOST_TRIED: Final = 2


def resolve_host(host: str, port: int) -> list[Address]:
    """Return the addresses of ``host`` in the system's order; raises OSError.

    How long it takes is up to the system's resolver.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(parse_address(str(each[4][0])) for each in found))


def choose_candidates(addresses: Sequence[Address]) -> list[Address]:
    """Return the first addresses of each family, in their order."""
    first = [
        [each for each in addresses if each.version == version][:MOST_TRIED] for version in (4, 6)
    ]
    return [each for each in addresses if each in first[0] or each in first[1]]


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses; each connection is over ``within_s`` after its beginning."""

    def __init__(
        self,
        *,
        allow_private: bool,
        within_s: float,
        resolve: Resolver = resolve_host,
        connect: httpcore.NetworkBackend | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_private = allow_private
        self._within_s = within_s
        self._resolve = resolve
        self._connect = connect or httpcore.SyncBackend()
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection; raises ForbiddenAddressError and httpcore's network errors."""
        time_left = TimeLeft(self._clock, self._clock() + self._within_s)
        candidates = choose_candidates(self._find_allowed(host, port))
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for tried, address in enumerate(candidates):
            # One that swallows every packet leaves its share of the time to the others.
            within_s = time_left.bound(timeout, len(candidates) - tried)
            try:
                stream = self._connect.connect_tcp(
                    str(address), port, within_s, local_address, socket_options
                )
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
            else:
                return BoundedStream(stream, time_left)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _find_allowed(self, host: str, port: int) -> list[Address]:
        try:
            addresses = self._resolve(host, port)
        # A host such as "a..b" cannot even be asked for.
        except (OSError, UnicodeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a name"
            raise httpcore.ConnectError(f"{host} cannot be resolved: {reason}") from error
        for address in addresses:
            objection = find_objection(address, allow_private=self._allow_private)
            if objection is not None:
                named = host if host == str(address) else f"{host} is {address}, which"
                raise ForbiddenAddressError(
                    f"{named} is {objection}, where nothing is fetched from",
                    is_private=find_objection(address, allow_private=True) is None,
                )
        return addresses


class TimeLeft:
    """What is left of the time for one connection, in seconds of ``clock``."""

    def __init__(self, clock: Callable[[], float], end: float) -> None:
        self._clock = clock
        self._end = end

    def bound(self, timeout: float | None, shares: int = 1) -> float:
        """Return ``timeout``, or one of so many shares of what is left, if that is less.

        Raises httpcore.ReadTimeout when nothing is left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left / shares if timeout is None else min(timeout, left / shares)


class BoundedStream(httpcore.NetworkStream):
    """A connection that ends with its time: a byte now and then does not keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, time_left: TimeLeft) -> None:
        self._stream = stream
        self._time_left = time_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come; raises httpcore.ReadTimeout."""
        return self._stream.read(max_bytes, self._time_left.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        self._stream.write(buffer, self._time_left.bound(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection inside TLS, within the same time."""
        inside = self._stream.start_tls(
            ssl_context, server_hostname, self._time_left.bound(timeout)
        )
        return BoundedStream(inside, self._time_left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """Return what httpcore asks of the socket."""
        return self._stream.get_extra_info(info)
