"""Whatever comes when: nothing unfinished is committed, and no article overtakes itself.

The worker, its inbox and its ledger are the real ones; Kafka and Elasticsearch are in memory.
"""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from index_world import BATCH, MOST, PARTITIONS, POISON, REFUSED, GroupConsumer, World, start_worker
from kafka.errors import KafkaTimeoutError

from tidings_index import inbox, worker

partitions = st.sampled_from(PARTITIONS)
shares = st.frozensets(partitions)
messages = st.tuples(st.integers(1, 2), st.sampled_from(("good",) * 6 + (POISON, REFUSED)))
arriving = st.lists(messages, min_size=1, max_size=2 * BATCH)


class Indexing(RuleBasedStateMachine):
    """One worker of a group: what may happen to it, in any order."""

    def __init__(self):
        super().__init__()
        self.world = World()
        ticks = itertools.count()
        self.patches = [
            patch.object(inbox, "open_group_consumer", lambda *_, **__: GroupConsumer(self.world)),
            patch.object(inbox, "keep_joining", lambda consumer: None),
            patch.object(worker, "random", SimpleNamespace(random=lambda: 0.5)),
            patch.object(inbox, "time", SimpleNamespace(monotonic=lambda: next(ticks))),
        ]
        for each in self.patches:
            each.start()

    @initialize(backlogs=st.tuples(*(arriving for _ in PARTITIONS)))
    def begin(self, backlogs):
        self.worker, self.flights = start_worker(self.world)
        for partition, backlog in zip(PARTITIONS, backlogs, strict=True):
            self.push(partition, backlog)

    # Every rule has the worker take a turn, for hypothesis leaves some rules out of each run.
    @rule(partition=partitions, backlog=arriving)
    def push(self, partition, backlog):
        # The key of a message is its article's id, so an article is of one partition.
        for number, kind in backlog:
            self.world.push(partition, 10 * partition.partition + number, kind)
        self.work()

    @rule()
    def work(self):
        try:
            self.worker.take_turn()
        except KafkaTimeoutError:
            assert self.world.letters_fail
            self.world.letters_fail = False
            self.crash(lands=False)

    @precondition(lambda self: self.flights.away)
    @rule(data=st.data(), busy=st.sets(st.integers(0, BATCH - 1), max_size=2))
    def land(self, data, busy):
        self.flights.land(data.draw(st.integers(0, len(self.flights.away) - 1)), busy)
        self.work()

    @rule(failures=st.integers(1, 6), letters=st.booleans())
    def fail(self, failures, letters):
        self.world.failing, self.world.letters_fail = failures, letters
        self.work()

    @rule(share=shares, eagerness=st.integers(0, 4), failures=st.sampled_from((0, 2, 4)))
    def rebalance(self, share, eagerness, failures):
        # A commit fails most often when the group is about to be shared out anew.
        self.world.coming, self.world.eagerness = share, eagerness
        self.world.failing = failures
        self.work()

    @rule(lands=st.booleans())
    def crash(self, lands):
        while lands and self.flights.away:
            self.flights.land()
        self.world.owned = frozenset()
        self.worker, self.flights = start_worker(self.world)

    @invariant()
    def holds_no_more_than_its_batches(self):
        held = [each.records for each in self.worker._batches]
        assert len(held) <= MOST
        assert all(len(each) <= BATCH for each in held)

    def teardown(self):
        try:
            self.finish()
        finally:
            for each in self.patches:
                each.stop()

    def finish(self):
        """Let everything work from now on: then all is committed, and each article its newest."""
        world = self.world
        world.failing, world.letters_fail, world.coming = 0, False, frozenset(PARTITIONS)
        ends = {partition: len(messages) for partition, messages in world.messages.items()}
        for _ in range(10 + 4 * sum(ends.values())):
            if world.committed == ends and world.owned == world.coming:
                break
            while self.flights.away:
                self.flights.land()
            self.worker.take_turn()
        assert world.committed == ends
        # Of one article the one pushed last stays.
        newest = {world.ids[place]: place for place in world.ids if world.is_indexable(place)}
        assert world.index == newest


def test_nothing_unfinished_is_committed_and_no_article_overtakes_itself_whatever_happens():
    # What fails is told with all its steps, which are few; to look for fewer takes minutes.
    run_state_machine_as_test(
        Indexing,
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
