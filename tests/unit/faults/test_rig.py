"""The rig finds a loss, a duplicate and a road that does not recover: with a road in memory."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from faults.ledger import rig
from faults.ledger.account import Document
from faults.ledger.articles import write_headline
from faults.ledger.fault import Fault
from faults.ledger.report import describe, show
from faults.ledger.road import RoadError, SkippedError, StrikeError
from rich.console import Console

FAULTS = [Fault("kill", "index", 0, 0), Fault("cut", "kafka", 1.5, 0)]


class MemoryRoad:
    """Takes numbered articles as they are asked for, and has documents of them."""

    ingest_url = "http://there"

    def __init__(self):
        self.archive = self
        self.documents = []
        self.letters = set()
        self.recovers = True
        self.ledger = None

    def push_one(self):
        number = self.ledger.take_number()
        headline = write_headline(number)
        self.ledger.acknowledge(headline, f"id-{number}")
        self.documents.append(Document(f"id-{number}", headline))

    def is_ready(self):
        if self.recovers:
            self.push_one()
        return True

    def finds(self, article_id):
        return any(each.id == article_id for each in self.documents)

    def count(self):
        return len(self.documents)

    def read_documents(self):
        return iter(self.documents)

    def read_dead_letters(self):
        return self.letters

    def trace(self, article_id):
        return f"{article_id} was last seen in the river"


@pytest.fixture
def road(monkeypatch):
    made = MemoryRoad()

    @contextmanager
    def pushing(url, ledger, count_arrived):
        made.ledger = ledger
        yield

    monkeypatch.setattr(rig, "pushing", pushing)
    monkeypatch.setattr(rig, "strike", lambda road, fault: None)
    monkeypatch.setattr(rig, "RECOVERED_WITHIN_S", 0.01)
    monkeypatch.setattr(rig, "SETTLED_WITHIN_S", 0.01)
    monkeypatch.setattr(rig, "COUNT_EVERY_S", 0.001)
    return made


def tell(outcome):
    console = Console(width=150, record=True, quiet=True)
    with console.capture() as said:
        console.quiet = False
        show(console, 7, outcome)
    return said.get()


def lose_one(monkeypatch, road):
    monkeypatch.setattr(rig, "strike", lambda *_: road.documents.pop(0))


def test_a_run_without_a_loss_is_good_and_counts_everything(road):
    heard = []
    outcome = rig.run_schedule(road, FAULTS, heard.append)

    assert outcome.is_good
    assert [each.fault for each in heard] == FAULTS
    assert outcome.account.acknowledged == outcome.account.searchable == len(road.documents)
    told = describe(7, 0, outcome)
    assert (told["seed"], told["lost"], told["duplicates"], told["good"]) == (7, 0, 0, True)


def test_a_lost_article_fails_the_run_and_is_traced(road, monkeypatch):
    lose_one(monkeypatch, road)
    outcome = rig.run_schedule(road, FAULTS)

    assert not outcome.is_good
    assert outcome.account.lost == ("id-1", "id-2")
    assert "id-1 was last seen in the river" in tell(outcome)
    assert describe(7, 0, outcome)["lost_ids"] == ("id-1", "id-2")


def test_a_dead_letter_is_not_lost(road, monkeypatch):
    lose_one(monkeypatch, road)
    road.letters = {"id-1", "id-2"}
    outcome = rig.run_schedule(road, FAULTS)

    assert outcome.is_good
    assert outcome.account.dead_lettered == 2


def test_a_second_document_of_an_article_fails_the_run(road, monkeypatch):
    twice = Document("another id", write_headline(1))
    monkeypatch.setattr(rig, "strike", lambda *_: road.documents.append(twice))
    outcome = rig.run_schedule(road, FAULTS[:1])

    assert not outcome.is_good
    assert outcome.account.duplicates == (write_headline(1),)


def test_a_road_that_does_not_recover_fails_the_run_and_ends_it(road, monkeypatch):
    def stop(*_):
        road.recovers = False

    monkeypatch.setattr(rig, "strike", stop)
    outcome = rig.run_schedule(road, FAULTS)

    assert not outcome.is_good
    assert [each.problem for each in outcome.struck] == ["not recovered within 0 s"]


def test_a_process_that_does_not_end_fails_the_run(road, monkeypatch):
    def refuse(*_):
        raise StrikeError("index runs on")

    monkeypatch.setattr(rig, "strike", refuse)

    assert not rig.run_schedule(road, FAULTS).is_good


def test_a_fault_that_the_machine_cannot_have_is_left_out_with_its_reason(road, monkeypatch):
    def skip(*_):
        raise SkippedError("no disk of its own")

    monkeypatch.setattr(rig, "strike", skip)
    outcome = rig.run_schedule(road, FAULTS)

    assert outcome.is_good
    assert "left out: no disk of its own" in tell(outcome)
    assert describe(7, 0, outcome)["done"] == 0


def test_an_answer_that_no_good_article_may_get_fails_the_run(road, monkeypatch):
    monkeypatch.setattr(rig, "strike", lambda *_: road.ledger.note_unexpected("500 oh"))
    outcome = rig.run_schedule(road, FAULTS)

    assert not outcome.is_good
    assert "500 oh" in tell(outcome)


def test_no_fault_begins_when_the_time_is_over_and_all_is_counted(road):
    outcome = rig.run_schedule(road, FAULTS, most_s=-1)

    assert outcome.is_good
    assert outcome.struck == ()
    assert outcome.account.acknowledged == len(road.documents) > 0


def test_a_road_that_never_gives_anything_is_no_place_for_faults(road):
    road.recovers = False

    with pytest.raises(RoadError):
        rig.run_schedule(road, FAULTS)
