"""Run the whole stack on a data folder, in this process."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tidings_local.data_folder import end_left_overs, hold_data_dir
from tidings_local.ports import Ports, check_ports
from tidings_local.process_table import (
    ProcessSpec,
    list_endpoints,
    list_servers,
    list_services,
)
from tidings_local.supervisor import Announce, Supervisor

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_stack(
    data_dir: Path,
    cache_dir: Path,
    ports: Ports,
    announce: Announce,
    specs: Sequence[ProcessSpec] | None = None,
) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP; a second signal stops without grace.

    ``specs`` are the processes to run instead of the whole table. Raises StackRunsError, PortError
    or StartError, each with nothing left running.
    """
    if specs is None:
        servers = list_servers(data_dir, cache_dir, ports)
        specs = (*servers, *list_services(cache_dir, ports, data_dir=data_dir))
    with hold_data_dir(data_dir):
        end_left_overs(data_dir)
        check_ports(ports.to_claims())
        supervisor = Supervisor(specs, data_dir, list_endpoints(ports), announce)
        with _signals_to(supervisor):
            supervisor.run()


def check_start(data_dir: Path, ports: Ports) -> None:
    """Raise now what ``run_stack`` would raise about the data folder and the ports."""
    with hold_data_dir(data_dir):
        end_left_overs(data_dir)
        check_ports(ports.to_claims())


@contextmanager
def _signals_to(supervisor: Supervisor) -> Iterator[None]:
    def ask(_number: int, _frame: object) -> None:
        if supervisor.asked_to_stop.is_set():
            supervisor.in_a_hurry.set()
        supervisor.asked_to_stop.set()

    before = {number: signal.signal(number, ask) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)
