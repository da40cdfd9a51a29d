"""What was found of one article, place by place, and what that means together. Pure.

An article can be in several places: a correction on its way while the older text is in the index,
or a message that a stage has passed on and not committed yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from tidings.dead_letter import Position
from tidings.whereabouts.facts import Facts
from tidings.whereabouts.road import OnItsWayState

State = Literal["accepted", "held", "enriched", "indexed", "dead_lettered", "withdrawn"]


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A message that the next stage has not committed yet; held ``until`` the end of an embargo."""

    facts: Facts
    state: OnItsWayState
    at: Position
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InDeadLetters:
    """An open dead letter at ``at``, about the message that stood at ``origin``."""

    facts: Facts
    at: Position
    stage: str
    reason: str
    detail: str
    origin: Position | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InIndex:
    """The document in Elasticsearch."""

    facts: Facts
    index: str
    indexed_at: datetime | None = None


Finding = OnItsWay | InDeadLetters | InIndex


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an article is: ``state`` is that of ``newest``, its newest revision.

    ``indexed`` and ``letter`` are the document and the newest open letter, whatever the revision.
    """

    state: State
    newest: Finding
    indexed: InIndex | None
    letter: InDeadLetters | None
    newest_revision: int
    sources: frozenset[str]


def weigh_findings(findings: Sequence[Finding]) -> Whereabouts | None:
    """Return what the findings mean together, None when there is none; their order is no matter.

    The newest revision decides. Of the same revision the document does, then a letter about the
    very message, then what is on its way, the furthest first, and last a letter of an earlier try.
    """
    if not findings:
        return None
    newest = max(findings, key=lambda each: _rank(each, findings))
    letters = [each for each in findings if isinstance(each, InDeadLetters)]
    return Whereabouts(
        state=_name_state(newest),
        newest=newest,
        indexed=next((each for each in findings if isinstance(each, InIndex)), None),
        letter=max(letters, key=lambda each: _rank(each, findings), default=None),
        newest_revision=max(_revision(each) for each in findings),
        sources=frozenset(each.facts.source for each in findings if each.facts.source),
    )


def _rank(finding: Finding, among: Sequence[Finding]) -> tuple[int, int, str, int, int]:
    match finding:
        case InIndex():
            return _revision(finding), 5, finding.index, 0, 0
        case InDeadLetters(at=at):
            step = 0 if _is_tried_again(finding, among) else 4
        case OnItsWay(state=state, at=at):
            step = {"held": 1, "accepted": 2, "enriched": 3}[state]
        case _:
            assert_never(finding)
    return _revision(finding), step, at.topic, at.partition, at.offset


def _is_tried_again(letter: InDeadLetters, among: Sequence[Finding]) -> bool:
    """Return whether the same revision is on its way in another message than the letter's own.

    A message that was held is no other try: it stays where it is while earlier ones are held.
    """
    own = (letter.origin, letter.facts.raw_at)
    return any(
        isinstance(each, OnItsWay)
        and each.state != "held"
        and _revision(each) == _revision(letter)
        and each.at not in own
        and (each.facts.raw_at is None or each.facts.raw_at not in own)
        for each in among
    )


def _revision(finding: Finding) -> int:
    """Return the revision, one below all others where it is not told."""
    return -1 if finding.facts.revision is None else finding.facts.revision


def _name_state(finding: Finding) -> State:
    match finding:
        case OnItsWay(state=state):
            return state
        case InDeadLetters():
            return "dead_lettered"
        case InIndex(facts=facts):
            return "withdrawn" if facts.status == "withdrawn" else "indexed"
        case _:
            assert_never(finding)
