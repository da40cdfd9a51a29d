"""Each worker is restarted in its turn while articles are pushed; the stages go on."""

from __future__ import annotations

import itertools
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from enrich_process import PARTITIONS
from kafka import KafkaConsumer, TopicPartition
from stage_process import await_members
from whole_road import SOON_S, open_road

pytestmark = pytest.mark.servers

EVERY_S = 0.1
# Promised are 10 s, and docs/operations.md has what was measured. How busy the machine is that runs
# the tests nobody knows: this only tells a gap from a stage that does not come back.
LONGEST_GAP_S = 60.0


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as opened:
        yield opened


def push_until(road, stopped):
    """Push an article after the other; return their ids."""
    ids = []
    while not stopped.wait(EVERY_S):
        ids.append(road.push(number=str(len(ids) + 1))["id"])
    return ids


def watch_until(road, stopped):
    """Return when the number of searchable articles grew, by the seconds of a clock."""
    client, seen, grew = road.indexing.client(), 0, []
    while not stopped.wait(EVERY_S):
        found = client.count(index=road.indexing.name)["count"]
        if found > seen:
            seen = found
            grew.append(time.monotonic())
    return grew


def restart_each(processes, start, settle):
    """Stop each of the processes, start another one in its place, and wait until all work."""
    for process in list(processes):
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON_S) == 0
        start()
        settle()


def count_messages(kafka, topic):
    consumer = KafkaConsumer(bootstrap_servers=kafka)
    try:
        ends = consumer.end_offsets([TopicPartition(topic, each) for each in range(PARTITIONS)])
    finally:
        consumer.close()
    return sum(ends.values())


def test_a_rolling_restart_of_both_stages_loses_nothing_and_leaves_no_gap(road, record_property):
    enriching, indexing = road.enriching, road.indexing
    road.start_ingest()
    for _ in range(2):
        road.start_enrich()
        road.start_index()
    await_members(enriching.kafka, enriching.group, 2, SOON_S)
    await_members(enriching.kafka, road.index_group, 2, SOON_S)
    road.await_state(road.push(number="0")["id"], "indexed")
    stopped = Event()
    with ThreadPoolExecutor() as threads:
        watching = threads.submit(watch_until, road, stopped)
        pushing = threads.submit(push_until, road, stopped)
        try:
            restart_each(
                enriching.processes,
                road.start_enrich,
                lambda: await_members(enriching.kafka, enriching.group, 2, SOON_S),
            )
            restart_each(
                indexing.processes,
                road.start_index,
                lambda: await_members(enriching.kafka, road.index_group, 2, SOON_S),
            )
        finally:
            stopped.set()
        pushed, grew = pushing.result(), watching.result()
    road.await_indexed(len(pushed) + 1)

    assert len(set(pushed)) == len(pushed)
    assert indexing.count() == len(pushed) + 1
    assert [count_messages(enriching.kafka, each) for each in (enriching.dead, indexing.dead)] == [
        0,
        0,
    ]
    gap = max(after - before for before, after in itertools.pairwise(grew))
    record_property("longest_gap_s", round(gap, 2))
    print(f"{len(pushed)} articles, longest gap {gap:.1f} s")  # noqa: T201 - shown with -s
    assert gap < LONGEST_GAP_S
