"""Kafka and Elasticsearch alone, started, stopped and hurt by whoever tests against them."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Literal

from tidings_local.ports import Ports
from tidings_local.process_log import read_tail
from tidings_local.process_table import ProcessSpec, list_endpoints, list_servers
from tidings_local.spawning import STOP_GRACE_S, kill_group, spawn_process
from tidings_local.supervisor import START_DEADLINE_S, StartError

ServerName = Literal["kafka", "elasticsearch"]
PROBE_EVERY_S = 0.1


class Server:
    """One server as a child of this process; each start goes on with the same data and port."""

    def __init__(self, spec: ProcessSpec, log: Path) -> None:
        self.log = log
        self._spec = spec
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its process number, None while it does not run."""
        return self._process.pid if self._process else None

    def spawn(self) -> None:
        """Start it without waiting; one that runs already stays."""
        if self._process is None:
            self._process = spawn_process(self._spec, self.log)

    def await_ready(self) -> None:
        """Wait until it answers; raises StartError with its last log lines when it never does."""
        assert self._spec.probe is not None  # noqa: S101 - servers have one
        deadline = time.monotonic() + START_DEADLINE_S
        reason: str | None = "not started"
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            if (reason := self._spec.probe()) is None:
                return
            time.sleep(PROBE_EVERY_S)
        raise StartError(f"{self._spec.name} did not start: {reason}\n{read_tail(self.log)}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.spawn()
        self.await_ready()

    def stop(self, grace_s: float = STOP_GRACE_S) -> bool:
        """Stop it, by force after ``grace_s``; return whether it ended before that."""
        process, in_time = self._process, True
        if process is not None:
            process.terminate()
            try:
                process.wait(grace_s)
            except subprocess.TimeoutExpired:
                kill_group(process)
                in_time = False
            self._process = None
        return in_time

    def kill(self) -> None:
        """Crash it (SIGKILL)."""
        if self._process is not None:
            kill_group(self._process)
            self._process = None

    def freeze(self) -> None:
        """Let it hang: its connections stay open and nothing answers."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after ``freeze``."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)


class Servers:
    """Both servers on one data folder: ``with Servers(…) as servers`` starts and stops them.

    ``kafka`` is host:port, ``elasticsearch_url`` a URL; ``server`` gives each one to be hurt.
    """

    def __init__(self, data_dir: Path, cache_dir: Path, ports: Ports) -> None:
        endpoints = list_endpoints(ports)
        self.kafka = endpoints["kafka"]
        self.elasticsearch_url = endpoints["elasticsearch_url"]
        self._servers = {
            spec.name: Server(spec, data_dir / "logs" / f"{spec.name}.log")
            for spec in list_servers(data_dir, cache_dir, ports)
        }

    def server(self, name: ServerName) -> Server:
        """Return one of the two."""
        return self._servers[name]

    def start(self) -> None:
        """Start both side by side; what runs already stays. Raises StartError."""
        for server in self._servers.values():
            server.spawn()
        for server in self._servers.values():
            server.await_ready()

    def stop(self) -> None:
        """Stop both."""
        for server in self._servers.values():
            server.thaw()
            server.stop()

    def __enter__(self) -> Servers:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
