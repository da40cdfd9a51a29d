"""What tests ask of a stage that runs as a process: committed offsets, telemetry, its end."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable

from kafka import KafkaAdminClient
from kafka.errors import RetriableError
from stack_fixtures import wait_until

# After a restart of the broker, and in a group that is new, the coordinator needs a moment.
COORDINATOR_WITHIN_S = 60.0


def kill_processes(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Kill those that still run, and wait for their end."""
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()


def sum_committed(kafka: str, group: str) -> int:
    """Return the sum of the committed offsets of ``group``, whatever it reads."""

    def ask_anew() -> int:
        admin = KafkaAdminClient(bootstrap_servers=kafka)
        try:
            return _sum_offsets(admin, group)
        finally:
            admin.close()

    return _await_coordinator(ask_anew)


def ask_committed(admin: KafkaAdminClient, group: str) -> int:
    """Return the same by a client that stays open."""
    return _await_coordinator(lambda: _sum_offsets(admin, group))


def _await_coordinator(ask_sum: Callable[[], int]) -> int:
    answers: list[int] = []

    def is_answered() -> bool:
        try:
            answers.append(ask_sum())
        except RetriableError:
            return False
        return True

    wait_until(is_answered, COORDINATOR_WITHIN_S, "the coordinator of the group")
    return answers[0]


def _sum_offsets(admin: KafkaAdminClient, group: str) -> int:
    offsets = admin.list_group_offsets({group: None})[group]
    return sum(max(0, each.offset) for each in offsets.values())


def await_members(kafka: str, group: str, count: int, deadline_s: float) -> None:
    """Wait until ``group`` has shared its partitions out among so many."""
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    try:
        wait_until(
            lambda: is_shared_out(admin, group, count), deadline_s, f"{count} members of {group}"
        )
    finally:
        admin.close()


def is_shared_out(admin: KafkaAdminClient, group: str, count: int) -> bool:
    """Return whether ``group`` has so many members, and each its share of the partitions."""
    try:
        told = admin.describe_groups([group])[group]
    except RetriableError:  # the first group of a new broker has no coordinator at once
        return False
    return len(told["members"]) == count and str(told["group_state"]) == "Stable"


def ask(port: int, path: str) -> tuple[int, str]:
    """Return status and text of a stage's telemetry server; 0 while nothing answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""
