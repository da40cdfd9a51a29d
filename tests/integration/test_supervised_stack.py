"""The supervisor with the real servers: killed ones come back, and nothing is left after an end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic
from rich.console import Console
from stack_fixtures import (
    START_DEADLINE_S,
    STOP_DEADLINE_S,
    RunningStack,
    await_stack,
    choose_free_base,
    wait_until,
)

from tidings.endpoints import default_cache_dir, find_endpoints
from tidings_local.data_folder import find_running
from tidings_local.setup import set_up_servers

pytestmark = pytest.mark.servers

# A stage that takes no articles: it only starts after the servers and stops before them.
STAGE = "import signal; signal.sigwait({signal.SIGTERM})"
SUPERVISE = f"""
import sys
from pathlib import Path
from rich.console import Console
from tidings.endpoints import default_cache_dir
from tidings_local.display import Display
from tidings_local.ports import choose_ports
from tidings_local.process_table import ProcessSpec, list_servers
from tidings_local.stack import run_stack
data_dir, ports = Path(sys.argv[1]), choose_ports(int(sys.argv[2]))
mask = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {{signal.SIGTERM}});"
command = (sys.executable, "-c", mask + {STAGE!r})
stage = ProcessSpec("stage", command, lambda: None, after=("kafka", "elasticsearch"), stop_rank=1)
specs = (*list_servers(data_dir, default_cache_dir(), ports), stage)
run_stack(data_dir, default_cache_dir(), ports, Display(Console(width=200)).show, specs)
"""
UP = "import typer; from tidings_local.cli import up; typer.run(up)"


class Supervised:
    """A supervisor as a process of its own, on one folder and one base of ports."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port_base = choose_free_base()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningStack:
        """Start it on its folder, and return when everything is ready."""
        command = [sys.executable, "-c", SUPERVISE, str(self.data_dir), str(self.port_base)]
        with (self.data_dir / "up.log").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        await_stack(self.process, self.data_dir)
        return RunningStack(self.data_dir, find_endpoints(self.data_dir, {}), self.process.pid)

    def interrupt(self) -> int:
        """Send what Ctrl-C sends, and return the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_DEADLINE_S)

    def close(self) -> None:
        """Stop it if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.interrupt()


@pytest.fixture(scope="module")
def supervise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Supervised]]:
    set_up_servers(default_cache_dir(), Console(stderr=True))
    made: list[Supervised] = []

    def make() -> Supervised:
        made.append(Supervised(tmp_path_factory.mktemp("supervised")))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def running(supervise: Callable[[], Supervised]) -> RunningStack:
    """Give a stack that later tests find ready again."""
    return supervise().start()


def list_descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def write_message(kafka: str) -> str:
    """Write one message to a topic of its own and return its name."""
    topic = f"kept-{uuid.uuid4().hex}"
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.create_topics([NewTopic(topic, 1, 1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=kafka, acks="all")
    producer.send(topic, topic.encode()).get(timeout=30)
    producer.close()
    return topic


def read_message(kafka: str, topic: str) -> str:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=kafka,
        auto_offset_reset="earliest",
        consumer_timeout_ms=30_000,
    )
    try:
        return str(next(iter(consumer)).value.decode())
    finally:
        consumer.close()


def up(data_dir: Path, port_base: int) -> subprocess.CompletedProcess[str]:
    """Run ``tidings up`` where it has to be refused."""
    return subprocess.run(
        [sys.executable, "-c", UP, "--data-dir", str(data_dir), "--port-base", str(port_base)],
        capture_output=True,
        text=True,
        timeout=START_DEADLINE_S,
        check=False,
    )


def test_everything_listens_on_loopback_only(running: RunningStack) -> None:
    addresses = {
        connection.laddr.ip
        for process in list_descendants(running.pid)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    # Java's sockets are IPv6 ones, which also take IPv4 under its mapped address.
    assert addresses
    assert addresses <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_a_second_stack_on_the_same_folder_is_refused(running: RunningStack) -> None:
    refused = up(running.data_dir, choose_free_base())
    assert refused.returncode == 1
    assert f"a stack runs already (pid {running.pid}) on {running.data_dir}" in refused.stderr
    assert running.report().state == "ready"


def test_a_taken_port_is_named_with_its_taker_and_the_way_out(tmp_path: Path) -> None:
    base = choose_free_base()
    # The third port of a base is Kafka's.
    with socket.create_server(("127.0.0.1", base + 2)):
        refused = up(tmp_path, base)
    assert refused.returncode == 1
    assert f"port {base + 2}, wanted by kafka, is taken by" in refused.stderr
    assert f"(pid {os.getpid()})" in refused.stderr
    assert "--port-base" in refused.stderr
    assert find_running(tmp_path) is None


def test_a_killed_broker_is_started_again_with_its_data(running: RunningStack) -> None:
    topic = write_message(running.endpoints.kafka)
    killed, other = running.find_pid("kafka"), running.find_pid("elasticsearch")
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_until(
        lambda: running.report().state == "ready" and running.find_pid("kafka") != killed,
        START_DEADLINE_S,
        "Kafka to be ready again",
    )
    assert read_message(running.endpoints.kafka, topic) == topic
    assert running.find_pid("elasticsearch") == other
    restarts = {each.name: each.restarts for each in running.report().processes}
    assert restarts == {"kafka": 1, "elasticsearch": 0, "stage": 0}


def test_a_killed_supervisor_leaves_nothing_and_the_next_one_goes_on_with_its_data(
    supervise: Callable[[], Supervised],
) -> None:
    supervised = supervise()
    stack = supervised.start()
    topic = write_message(stack.endpoints.kafka)
    left = list_descendants(stack.pid)
    assert len(left) == 3
    os.kill(stack.pid, signal.SIGKILL)
    assert supervised.process is not None
    supervised.process.wait(STOP_DEADLINE_S)
    # Where the kernel ties no child to its parent, this start ends what was left.
    again = supervised.start()
    psutil.wait_procs(left, timeout=STOP_DEADLINE_S)
    assert [process for process in left if process.is_running()] == []
    assert read_message(again.endpoints.kafka, topic) == topic

    children = list_descendants(again.pid)
    assert supervised.interrupt() == 0
    assert [process for process in children if process.is_running()] == []
    assert find_running(supervised.data_dir) is None
    told = (supervised.data_dir / "up.log").read_text().splitlines()
    last = {line.split()[0]: number for number, line in enumerate(told) if "stopped" in line}
    first_asked = min(n for n, line in enumerate(told) if line.split()[:2] == ["kafka", "stopping"])
    assert last["stage"] < first_asked < max(last["kafka"], last["elasticsearch"])
