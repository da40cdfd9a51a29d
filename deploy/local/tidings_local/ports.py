"""Which port each process takes, and whether it is free."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import psutil

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65_535
# Below are the ports that only root may take.
LOWEST_PORT = 1_024


class PortError(Exception):
    """A port is taken or impossible; the message says which, for whom, and what to do."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one stack, all on 127.0.0.1."""

    ingest: int = 8080
    desk: int = 8081
    kafka: int = 9092
    kafka_controller: int = 9093
    elasticsearch: int = 9200
    ingest_metrics: int = 9101
    enrich_metrics: int = 9102
    index_metrics: int = 9103
    desk_metrics: int = 9104
    watch_metrics: int = 9105

    def to_claims(self) -> dict[str, int]:
        """Return the ports that the stack listens on, by who takes them."""
        return asdict(self)


def choose_ports(base: int | None) -> Ports:
    """Return the usual ports, or as many in a row from ``base`` on.

    Raises PortError when they would not fit between 1024 and 65535.
    """
    if base is None:
        return Ports()
    count = len(Ports.__slots__)
    if not LOWEST_PORT <= base <= HIGHEST_PORT - count + 1:
        highest = HIGHEST_PORT - count + 1
        raise PortError(f"--port-base must be between {LOWEST_PORT} and {highest}, not {base}")
    return Ports(*range(base, base + count))


def is_port_free(port: int) -> bool:
    """Return whether a server could listen on ``port`` of 127.0.0.1 now."""
    with socket.socket() as probe:
        # As servers do: a connection that is just closing does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen()
        except OSError:
            return False
        return True


def find_listener(port: int) -> str | None:
    """Return ``name (pid N)`` of the process that listens on ``port``, if this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            at = connection.laddr
            if connection.status == psutil.CONN_LISTEN and at and at.port == port:
                name = psutil.Process(connection.pid).name() if connection.pid else None
                return f"{name} (pid {connection.pid})" if name else None
    except psutil.Error:
        pass
    return None


def check_ports(
    claims: Mapping[str, int],
    is_free: Callable[[int], bool] = is_port_free,
    listener: Callable[[int], str | None] = find_listener,
) -> None:
    """Raise PortError that names every port of ``claims`` which is taken, and by whom."""
    taken = [
        f"port {port}, wanted by {name.replace('_', ' ')}, is taken by "
        f"{listener(port) or 'another program'}"
        for name, port in claims.items()
        if not is_free(port)
    ]
    if taken:
        raise PortError(
            "; ".join(taken) + ". Stop that program, or take other ports: tidings up --port-base N"
        )
