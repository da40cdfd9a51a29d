"""A whole stack with wires between its parts, which faults are done to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from faults.ledger.archive import Archive
from faults.ledger.wires import Wires, open_wires
from polling import holds_within
from rich.console import Console
from stack_fixtures import STOP_DEADLINE_S, RunningStack, choose_free_base

from tidings.endpoints import default_cache_dir, find_endpoints
from tidings_local.data_folder import find_running
from tidings_local.ports import LOOPBACK, Ports, choose_ports
from tidings_local.process_log import read_tail
from tidings_local.process_table import ProcessSpec
from tidings_local.setup import set_up_servers
from tidings_local.spawning import kill_group, spawn_process
from tidings_local.supervisor import START_DEADLINE_S

TESTS = Path(__file__).parents[2]
# The supervisor gives up before that, says why, and stops what it has started.
STARTED_WITHIN_S = START_DEADLINE_S + STOP_DEADLINE_S


class RoadError(Exception):
    """The stack did not start; the message has the end of its log."""


class StrikeError(Exception):
    """A fault could not be done; the message says what did not do as it was told."""


class SkippedError(Exception):
    """A fault that this machine cannot have; the message says why."""


@dataclass(frozen=True, slots=True)
class Road:
    """The stack, its wires ``ingest``, ``kafka`` and ``elasticsearch``, and what comes out."""

    stack: RunningStack
    wires: Wires
    archive: Archive

    @property
    def ingest_url(self) -> str:
        """Where articles are pushed to, over the wire."""
        return f"http://{LOOPBACK}:{self.wires.port('ingest')}"

    def is_ready(self) -> bool:
        """Return whether each process is ready, as the supervisor sees it."""
        report = find_running(self.stack.data_dir)
        return report is not None and report.state == "ready"

    def finds(self, article_id: str | None) -> bool:
        """Return whether a search finds the article; not while Elasticsearch is away."""
        try:
            return article_id is not None and self.archive.has(article_id)
        except httpx.HTTPError:
            return False


@contextmanager
def open_road(folder: Path) -> Iterator[Road]:
    """Start the stack on ``folder``; raises RoadError. Nothing is left running at the end.

    The stack dies with this process, however that ends: see tidings_local.tethered_exec.
    """
    set_up_servers(default_cache_dir(), Console(stderr=True))
    base = choose_free_base(len(Ports.__slots__) + 1)
    ports, wired_port = choose_ports(base), base + len(Ports.__slots__)
    upstreams = {
        "ingest": ports.ingest,
        "kafka": wired_port,
        "elasticsearch": ports.elasticsearch,
    }
    with open_wires(upstreams) as wires:
        options = {
            "--data-dir": folder,
            "--port-base": base,
            "--wired-port": wired_port,
            "--kafka-wire": wires.port("kafka"),
            "--elasticsearch-wire": wires.port("elasticsearch"),
        }
        with _running(folder, options) as pid:
            endpoints = find_endpoints(folder, {})
            archive = Archive(endpoints.elasticsearch_url, folder)
            try:
                yield Road(RunningStack(folder, endpoints, pid), wires, archive)
            finally:
                archive.close()


@contextmanager
def _running(folder: Path, options: dict[str, object]) -> Iterator[int]:
    arguments = [str(part) for option in options.items() for part in option]
    command = (sys.executable, "-m", "faults.ledger.wired_stack", *arguments)
    path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    log = folder / "logs" / "stack.log"
    process = spawn_process(ProcessSpec("stack", command, environment={"PYTHONPATH": path}), log)
    try:

        def is_over() -> bool:
            report = find_running(folder)
            return process.poll() is not None or (report is not None and report.state == "ready")

        if not holds_within(is_over, STARTED_WITHIN_S) or process.poll() is not None:
            raise RoadError(f"the stack did not start:\n{read_tail(log)}")
        yield process.pid
    finally:
        process.terminate()
        holds_within(lambda: process.poll() is not None, STOP_DEADLINE_S)
        kill_group(process)
