"""Each attack gets exactly its answer, costs little, and the same process goes on."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from faults.hostile.attack import CPU_WITHIN_S
from faults.hostile.conftest import CANARY
from faults.hostile.corpus import CORPUS

pytestmark = pytest.mark.servers
# Three of the largest bodies at once, each with eight times its size beside it while it is read,
# are 400 MiB; the process alone has 110.
MOST_BYTES = 640 * 1024**2
# A thousand items, each of which says what is wrong with it.
MOST_ANSWER_BYTES = 300_000


@pytest.mark.parametrize("attack", CORPUS, ids=lambda attack: attack.name)
def test_an_attack_gets_its_answer_and_costs_little(target, attack):
    before = target.count_cpu_s()
    answers = target.attack(attack)
    spent = target.count_cpu_s() - before

    if attack.status is None:
        assert answers == []
    elif attack.then is None:
        check_answer(answers[-1], attack)
        assert answers[-1].headers["connection"] == "close"
    else:
        check_answer(answers[0], attack)
        assert [each.status for each in answers[1:]] == [attack.then]
    assert attack.waits or spent < CPU_WITHIN_S
    assert not any(CANARY.encode() in each.body for each in answers)
    target.push_good()


def check_answer(answer, attack):
    assert answer.status == attack.status, answer.body[:1_000]
    if answer.status == 202:
        # What another attack has brought under the same id before is unchanged.
        assert {each["status"] for each in answer.json()["items"]} <= {"accepted", "unchanged"}
        return
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    # What is no HTTP is refused before it has a trace.
    assert problem.keys() - {"trace_id"} == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == attack.status
    assert fnmatchcase(problem["errors"][0]["where"], attack.where)
    assert problem["detail"]
    assert len(answer.body) < MOST_ANSWER_BYTES


def test_nothing_that_a_document_names_was_asked_for(target):
    assert target.asked == []


def test_memory_stayed_bounded(target):
    assert 0 < target.most_bytes < MOST_BYTES


def test_what_was_accepted_meanwhile_is_on_the_topic_and_no_secret_is(target):
    found = target.ingest.read_topic(target.accepted)

    assert target.accepted <= found.keys()
    assert not any(CANARY.encode() in each for each in found.values())


def test_nothing_was_unexpected(target):
    assert target.ingest.process.poll() is None
    log = target.ingest.log
    assert not [line for line in log.splitlines() if "unexpected" in line or "Traceback" in line]
    assert CANARY not in log
