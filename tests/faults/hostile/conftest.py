"""The servers that these tests share, and one process of ingest that takes every attack."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import pytest
from faults.hostile.attack import Attack, Bait
from faults.hostile.corpus import CORPUS
from faults.hostile.raw_client import Answer, send
from ingest_process import IngestProcess
from stack_fixtures import servers, wait_until  # noqa: F401

CANARY = "tidings-canary-7f3a"
SOON_S = 120.0


@dataclass
class Target:
    """A process of ingest under attack."""

    ingest: IngestProcess
    process: psutil.Process
    bait: Bait
    asked: list[str]
    waiting: dict[str, Future[list[Answer]]] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    most_bytes: int = 0

    def attack(self, attack: Attack) -> list[Answer]:
        """Return what one attack got as answers."""
        if attack.waits:
            return self.waiting[attack.name].result()
        return send(self.ingest.port, attack.pieces(self.bait))

    def count_cpu_s(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def push_good(self) -> None:
        """Check that the same process takes an article."""
        answer = self.ingest.post(len(self.accepted))
        assert answer.status_code == 202, answer.text
        self.accepted.add(answer.json()["items"][0]["id"])

    def watch_memory(self, ended: threading.Event) -> None:
        while not ended.wait(0.02):
            self.most_bytes = max(self.most_bytes, self.process.memory_info().rss)


class _Canary(BaseHTTPRequestHandler):
    """Answers nobody's question, and remembers that it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def target(servers, tmp_path_factory) -> Iterator[Target]:  # noqa: F811
    servers.start()
    folder = tmp_path_factory.mktemp("hostile")
    secret = folder / "secret.txt"
    secret.write_text(CANARY)
    asked: list[str] = []
    handler = type("Canary", (_Canary,), {"asked": asked})
    canary = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=canary.serve_forever, daemon=True).start()
    ingest = IngestProcess(servers.kafka, f"t{uuid.uuid4().hex[:8]}", folder)
    ingest.create_topic()
    process = psutil.Process(ingest.start().pid)
    ended = threading.Event()
    waits = [each for each in CORPUS if each.waits]
    try:
        wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")
        bait = Bait(f"http://127.0.0.1:{canary.server_port}/bait", str(secret))
        found = Target(ingest, process, bait, asked)
        threading.Thread(target=found.watch_memory, args=[ended], daemon=True).start()
        with ThreadPoolExecutor(len(waits)) as pool:
            # Their waits overlap with each other, and with everything else.
            for each in waits:
                found.waiting[each.name] = pool.submit(send, ingest.port, each.pieces(bait))
            yield found
    finally:
        ended.set()
        ingest.stop()
        canary.shutdown()
        canary.server_close()
