"""``make bench-peers``: the enrich stage with tagging off beside others that stream on Kafka.

All read the same messages of one topic, and each writes to a topic of its own; one after the other
goes on while the rest are stopped, turn by turn. What is timed is from there until all is written.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from enrich_road import PARTITIONS, SETTLE_S, EnrichRoad, open_road
from figures import Figure, conclude
from kafka import KafkaConsumer, TopicPartition
from laid_work import signal_all
from news import generate_bodies
from polling import holds_within
from rich.console import Console
from stage_process import kill_processes

from tidings.broker import create_topics
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, Topic

HERE = Path(__file__).resolve().parent
# The tests' worker, whose tagger finds nothing, at once.
UNTAGGED = (sys.executable, str(HERE.parent / "tests" / "enrich_process.py"), "quick")
# The second has no wheels for some versions of Python.
PEERS = {"quixstreams": "quix_flow.py", "bytewax": "bytewax_flow.py"}
# Asked for of the first; none of the second.
TARGETS = {"quixstreams": 0.3, "bytewax": 0.0}
TURNS = 5
console = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class Runner:
    """A process that copies from the road's topic to its own."""

    name: str
    process: subprocess.Popen[bytes]
    topic: str


def main(python: str, texts: int) -> None:
    """Measure, and tell; ``python`` is the one of the environment in which the peers are."""
    bodies = list(generate_bodies(texts))
    with open_road("fast", UNTAGGED) as road:
        road.start_worker()
        runners = [Runner("enrich", road.workers[0], f"{road.name}.out")]
        try:
            runners += [start_peer(road, python, name) for name in PEERS if has(python, name)]
            rates = measure(road, runners, bodies)
        finally:
            kill_processes(each.process for each in runners)
    own = rates.pop("enrich")
    figures = [
        Figure(
            f"topic → topic, tagging off: enrich : {name}",
            [one / other for one, other in zip(own, others, strict=True)],
            TARGETS[name],
        )
        for name, others in rates.items()
    ]
    conclude("Peers", figures)


def has(python: str, package: str) -> bool:
    """Return whether the peer is installed there."""
    return subprocess.run([python, "-c", f"import {package}"], check=False).returncode == 0


def start_peer(road: EnrichRoad, python: str, name: str) -> Runner:
    """Start one on a new topic."""
    topic = f"{road.name}.{name}"
    create_topics(KafkaSettings(bootstrap_servers=road.kafka), [Topic(topic, PARTITIONS, DAY_MS)])
    # The tests' folder is not for what runs without the project.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [python, str(HERE / PEERS[name]), road.kafka, f"{road.name}.raw", topic]
    return Runner(name, subprocess.Popen(command, env=environment), topic)


def measure(
    road: EnrichRoad, runners: Sequence[Runner], bodies: Sequence[str]
) -> dict[str, list[float]]:
    """Return the messages a second of each, by name; the first turn warms up."""
    counter = KafkaConsumer(bootstrap_servers=road.kafka)
    road.lay(bodies[:1])
    for each in runners:
        await_written(counter, each, PARTITIONS)
    rates: dict[str, list[float]] = {each.name: [] for each in runners}
    processes = [each.process for each in runners]
    count = PARTITIONS * len(bodies)
    for turn in range(1, TURNS + 2):
        signal_all(processes, signal.SIGSTOP)
        try:
            road.lay(bodies)
            seconds = {
                each.name: time_runner(counter, each, PARTITIONS + turn * count) for each in runners
            }
        finally:
            # Stopped for less than a session, each stays a member of its group.
            signal_all(processes, signal.SIGCONT)
        told = ", ".join(f"{name} {count / taken:,.0f}/s" for name, taken in seconds.items())
        console.print(f"topic → topic: {told}")
        if turn > 1:
            for name, taken in seconds.items():
                rates[name].append(count / taken)
    counter.close()
    return rates


def time_runner(counter: KafkaConsumer, runner: Runner, wanted: int) -> float:
    """Let one go on, alone, and return the seconds until its topic has so many messages."""
    started = time.perf_counter()
    runner.process.send_signal(signal.SIGCONT)
    await_written(counter, runner, wanted)
    seconds = time.perf_counter() - started
    runner.process.send_signal(signal.SIGSTOP)
    return seconds


def await_written(counter: KafkaConsumer, runner: Runner, wanted: int) -> None:
    """Wait until the topic of one has so many messages."""
    places = [TopicPartition(runner.topic, each) for each in range(PARTITIONS)]

    def are_written() -> bool:
        return bool(sum(counter.end_offsets(places).values()) >= wanted)

    if not holds_within(are_written, SETTLE_S):
        sys.exit(f"{runner.name} did not write every message")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
