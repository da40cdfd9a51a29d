"""What findings of one article in several places mean together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.dead_letter import Position
from tidings.whereabouts.facts import Facts
from tidings.whereabouts.findings import InDeadLetters, InIndex, OnItsWay, weigh_findings

RAW, ENRICHED = Position("raw", 0, 5), Position("enriched", 0, 9)
LATER = Position("raw", 0, 6)


def facts(revision, **told):
    return Facts(revision=revision, source="gazette", **told)


def held(revision):
    return OnItsWay(facts(revision), "held", Position("embargoed", 0, 1))


def accepted(revision, at=RAW):
    return OnItsWay(facts(revision), "accepted", at)


def enriched(revision, raw_at=RAW):
    return OnItsWay(facts(revision, raw_at=raw_at), "enriched", ENRICHED)


def refused(revision, origin=RAW, raw_at=None):
    at = Position("dlq", 0, 2)
    return InDeadLetters(facts(revision, raw_at=raw_at), at, "enrich", "invalid", "why", origin)


def indexed(revision, status="published"):
    return InIndex(facts(revision, status=status, raw_at=RAW), "articles-1")


def test_what_is_nowhere_is_unknown():
    assert weigh_findings([]) is None


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ([held(1)], "held"),
        ([accepted(1)], "accepted"),
        ([enriched(1)], "enriched"),
        ([refused(1)], "dead_lettered"),
        ([indexed(1)], "indexed"),
        ([indexed(1, "withdrawn")], "withdrawn"),
        # A stage has passed it on and not committed yet.
        ([held(1), accepted(1)], "accepted"),
        ([accepted(1), enriched(1)], "enriched"),
        ([accepted(1), enriched(1), indexed(1)], "indexed"),
        ([accepted(1), refused(1)], "dead_lettered"),
        ([accepted(1), enriched(1), refused(1, ENRICHED, RAW)], "dead_lettered"),
        # It was held, and released while an earlier one is still held.
        ([held(1), refused(1)], "dead_lettered"),
        ([held(1), indexed(1)], "indexed"),
        # The same again, after it had failed.
        ([accepted(1, LATER), refused(1)], "accepted"),
        ([enriched(1, LATER), refused(1)], "enriched"),
        ([accepted(1, LATER), enriched(1, LATER), refused(1)], "enriched"),
        ([refused(1), indexed(1)], "indexed"),
        # A correction on its way, and a late older revision.
        ([accepted(2), indexed(1)], "accepted"),
        ([accepted(2, LATER), enriched(1), indexed(1)], "accepted"),
        ([refused(2), indexed(1)], "dead_lettered"),
        ([accepted(1, LATER), indexed(2)], "indexed"),
        ([refused(1), indexed(2)], "indexed"),
        ([accepted(2), indexed(1, "withdrawn")], "accepted"),
        # What tells no revision never hides what does.
        ([refused(None), indexed(1)], "indexed"),
        ([accepted(None)], "accepted"),
    ],
)
def test_the_newest_revision_decides_and_then_how_far_it_got(findings, state):
    for order in (findings, findings[::-1]):
        assert weigh_findings(order).state == state


def test_what_is_indexed_and_the_letter_are_told_whatever_is_newest():
    where = weigh_findings([accepted(3), refused(2), indexed(1)])

    assert (where.newest, where.letter, where.indexed) == (accepted(3), refused(2), indexed(1))
    assert (where.newest_revision, where.sources) == (3, {"gazette"})


REVISIONS = st.none() | st.integers(0, 3)
POSITIONS = st.builds(Position, st.sampled_from(["raw", "enriched"]), st.just(0), st.integers(0, 3))
FACTS = st.builds(
    Facts,
    revision=REVISIONS,
    status=st.sampled_from([None, "published", "withdrawn"]),
    source=st.sampled_from([None, "gazette"]),
    raw_at=st.none() | POSITIONS,
)
ON_THEIR_WAY = st.builds(
    OnItsWay, FACTS, st.sampled_from(["held", "accepted", "enriched"]), POSITIONS
)
LETTERS = st.builds(
    InDeadLetters,
    *(FACTS, POSITIONS, st.just("enrich"), st.just("invalid"), st.just("why")),
    st.none() | POSITIONS,
)
FINDINGS = st.tuples(
    st.lists(ON_THEIR_WAY, max_size=3),
    st.lists(LETTERS, max_size=2),
    st.lists(st.builds(InIndex, FACTS, st.just("articles-1")), max_size=1),
).map(lambda each: [*each[0], *each[1], *each[2]])


@settings(deadline=None)
@given(FINDINGS, st.randoms(use_true_random=False))
def test_any_findings_in_any_order_give_the_newest_revision_and_hide_no_document(findings, chance):
    where = weigh_findings(findings)
    shuffled = list(findings)
    chance.shuffle(shuffled)
    again = weigh_findings(shuffled)

    assert (where is None) == (not findings)
    if where is None:
        return
    revisions = [-1 if each.facts.revision is None else each.facts.revision for each in findings]
    newest = where.newest.facts.revision
    assert (-1 if newest is None else newest) == max(revisions) == where.newest_revision
    assert (where.indexed is None) == (not any(isinstance(each, InIndex) for each in findings))
    assert (where.letter is None) == (not any(isinstance(e, InDeadLetters) for e in findings))
    if where.state in {"withdrawn", "indexed"}:
        assert where.newest == where.indexed
        assert (where.state == "withdrawn") == (where.newest.facts.status == "withdrawn")
    # Equal findings of the same place cannot be told apart, and need not be.
    assert (again.state, again.newest_revision) == (where.state, where.newest_revision)
