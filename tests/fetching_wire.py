"""The guarded HTTP client on sockets that are not there."""

from __future__ import annotations

import ssl
from ipaddress import ip_address

import httpcore

from tidings.fetching import open_guarded_client
from tidings.fetching.backend import GuardedBackend

PUBLIC = ip_address("203.1.2.3")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Wire(httpcore.NetworkBackend):
    """Sockets that are not there: each connection answers with the next of the given bytes."""

    def __init__(self, *answers, clock=None, seconds_a_read=0.0):
        self.answers = list(answers)
        self.connected = []
        self.timeouts = []
        self.names = []
        self.sent = b""
        self.clock = clock
        self.seconds_a_read = seconds_a_read

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port))
        self.timeouts.append(timeout)
        answer = self.answers.pop(0)
        if isinstance(answer, httpcore.ConnectTimeout):
            self.clock.now += timeout
        if isinstance(answer, Exception):
            raise answer
        return WireStream(self, answer)


class WireStream(httpcore.NetworkStream):
    def __init__(self, wire, answer):
        self.wire = wire
        self.answer = answer if isinstance(answer, list) else [answer]

    def read(self, max_bytes, timeout=None):
        if self.wire.clock is not None:
            self.wire.clock.now += self.wire.seconds_a_read
        return self.answer.pop(0) if self.answer else b""

    def write(self, buffer, timeout=None):
        self.wire.sent += buffer

    def close(self):
        """Nothing is open."""

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        self.wire.names.append(server_hostname)
        return self


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def resolve_to(*lists):
    """Return a resolver whose first answer is the first list, and so on; the last one stays."""
    left = list(lists)

    def resolve(_host, _port):
        found = left.pop(0) if len(left) > 1 else left[0]
        return [ip_address(each) for each in found]

    return resolve


def open_client(wire, resolve, clock=None, allow_private=False, **options):
    backend = GuardedBackend(
        allow_private=allow_private,
        within_s=30,
        resolve=resolve,
        connect=wire,
        clock=clock or Clock(),
    )
    return open_guarded_client(backend=backend, **options)
