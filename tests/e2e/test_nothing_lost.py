"""Promise 1: an article that was acknowledged becomes searchable, whatever is killed meanwhile."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from commands import run_tidings

KILLS = 3
SEED = int(os.environ.get("SEED", "20221128"))
# Restarting Elasticsearch takes 5 to 25 s, three kills come one after another, and then the
# backlog has to be worked off on a machine that also runs other tests.
DEADLINE_S = 240
# About 40 articles a second keep every stage busy during a kill and leave the cores to the rest.
PAUSE_S = 0.025
MOST_ARTICLES = 8_000


def push(ingest_url: str, number: int) -> str:
    """Push one numbered article until it is acknowledged, as a client with patience does."""
    article = {"headline": f"第{number}号简讯", "body": f"第{number}号。临江市水务局昨日发布通报。"}
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up:
        try:
            answer = httpx.post(
                f"{ingest_url}/v1/articles", params={"source": "ledger"}, json=article, timeout=60
            )
        except httpx.TransportError:
            continue
        if answer.status_code == 202:
            return str(answer.json()["items"][0]["id"])
        assert answer.status_code == 503, answer.text
    raise AssertionError(f"article {number} was not acknowledged in {DEADLINE_S} s")


def count_searchable(elasticsearch_url: str) -> int:
    query = {"query": {"term": {"source": "ledger"}}}
    try:
        answer = httpx.post(f"{elasticsearch_url}/articles/_count", json=query)
    except httpx.TransportError:
        return -1
    return int(answer.json()["count"]) if answer.status_code == 200 else -1


def kill_and_await_restart(stack, name: str) -> None:
    def find() -> dict:
        status = run_tidings(stack.data_dir, "status", "--json").json()
        return next(each for each in status["processes"] if each["name"] == name)

    before = find()
    os.kill(before["pid"], signal.SIGKILL)
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up:
        now = find()
        if now["state"] == "ready" and now["pid"] != before["pid"]:
            return
    raise AssertionError(f"{name} was not ready again in {DEADLINE_S} s: {now}")


@contextmanager
def pushing(ingest_url: str) -> Iterator[list[str]]:
    """Push articles one after another all the while; the list holds the acknowledged ids."""
    acknowledged: list[str] = []
    enough = threading.Event()

    def push_on() -> None:
        for number in range(MOST_ARTICLES):
            if enough.wait(PAUSE_S):
                return
            acknowledged.append(push(ingest_url, number))

    with ThreadPoolExecutor(max_workers=1) as pool:
        pushes = pool.submit(push_on)
        try:
            yield acknowledged
        finally:
            enough.set()
        pushes.result()


@pytest.mark.timeout(3 * DEADLINE_S)
def test_what_was_acknowledged_is_searchable_although_processes_are_killed(stack):
    names = ["ingest", "enrich", "index", "kafka", "elasticsearch"]
    victims = random.Random(SEED).sample(names, KILLS)

    with pushing(stack.endpoints.ingest_url) as acknowledged:
        for victim in victims:
            kill_and_await_restart(stack, victim)

    assert len(set(acknowledged)) == len(acknowledged) > KILLS
    give_up = time.monotonic() + DEADLINE_S
    while (found := count_searchable(stack.endpoints.elasticsearch_url)) != len(acknowledged):
        said = f"seed {SEED}, killed {victims}: {found} of {len(acknowledged)} searchable"
        assert time.monotonic() < give_up, said
