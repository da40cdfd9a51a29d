"""Tell who acts in an event and whom or what it concerns, from the words around its trigger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tidings_enrich.tagging.events.sentence import EventSentence, Mention
from tidings_enrich.tagging.events.status import Verdict
from tidings_enrich.tagging.events.targets import (
    LONGEST_TARGET,
    MARKER_WITHIN,
    find_targets,
    join_coordinated,
)
from tidings_enrich.tagging.events.triggers import Candidate

# The subject of an earlier clause stands at its beginning, after a date or an office at most.
SUBJECT_WITHIN = 40
# A body or a noun further inside an earlier clause is its object: 传达省委会议精神.
HEAD = 2
# A list of things that one subject does (走进…,听取…,了解…,察看…) is rarely longer.
CLAUSES_BACK = 8


@dataclass(slots=True)
class Subjects:
    """Who acted last, for a pronoun and for a sentence that leaves its subject out."""

    person: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()


class Roles(NamedTuple):
    """The names, or the words of the text, for who acts and whom or what it concerns."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]


def find_roles(
    sentence: EventSentence,
    trigger: Candidate,
    verdict: Verdict,
    instructed_from: int,
    subjects: Subjects,
) -> Roles:
    """Return the roles of one event, and remember who acts in ``subjects``.

    In what is asked for, who asks is no actor: only words after ``instructed_from``, where the
    asking ends, are looked at. A passive marker (被, 由) turns the roles around.
    """
    asked = verdict.status == "demanded"
    begin = instructed_from if asked and instructed_from <= trigger.start else 0
    passive = _find_passive(sentence, trigger)
    left = _find_subject(sentence, trigger, begin, passive)
    actors = tuple(each.name for each in left)
    if passive is not None:
        agents = sentence.between(passive, trigger.start)[:1]
        return Roles(tuple(each.name for each in agents), actors)
    if not left and not asked:
        actors = _recall(sentence, trigger, subjects)
    match trigger.type.subject:
        case "none":
            return Roles((), find_targets(sentence, trigger))
        case "target":
            return Roles((), actors or find_targets(sentence, trigger))
        case "actor":
            if actors and not asked:
                subjects.latest = actors
            persons = tuple(each.name for each in left if each.kind == "person")
            if persons and not asked:
                subjects.person = persons
            targets = find_targets(sentence, trigger)
            return Roles(actors, tuple(each for each in targets if each not in actors))


def _find_passive(sentence: EventSentence, trigger: Candidate) -> int | None:
    """Return where the words after the last passive marker of the clause begin."""
    begin = max(sentence.clause_at(trigger.start)[0], trigger.start - MARKER_WITHIN)
    before = sentence.text[begin : trigger.start].lower()
    ends = [
        before.rfind(word) + len(word)
        for word in sentence.vocabulary.cues.passive
        if word in before
    ]
    return begin + max(ends) if ends else None


def _find_subject(
    sentence: EventSentence,
    trigger: Candidate,
    begin: int,
    passive: int | None,
) -> list[Mention]:
    """Return who stands before the trigger: in its clause, else at the head of one before."""
    clause_start, _ = sentence.clause_at(trigger.start)
    stop = trigger.start if passive is None else passive
    start = max(clause_start, begin, stop - LONGEST_TARGET * 4)
    subject = _pick(sentence, start, stop)
    for _ in range(CLAUSES_BACK):
        if subject or clause_start <= begin:
            break
        stop = clause_start - 1
        clause_start, _ = sentence.clause_at(max(stop - 1, 0))
        start = max(clause_start, begin)
        earlier = _pick(sentence, start, min(stop, start + SUBJECT_WITHIN))
        if earlier and (earlier[0].kind == "person" or earlier[0].start - start <= HEAD):
            subject = earlier
    return subject


def _pick(sentence: EventSentence, start: int, stop: int) -> list[Mention]:
    """Return the first person between two offsets, else the first body or noun for people."""
    if sentence.text[start : start + 6].lower().startswith(sentence.vocabulary.cues.target_markers):
        return []
    markers = (*sentence.vocabulary.cues.place_markers, *sentence.vocabulary.cues.target_markers)
    free = [
        each
        for each in sentence.between(start, stop)
        if not sentence.text[max(start, each.start - 12) : each.start]
        .lower()
        .rstrip()
        .endswith(markers)
    ]
    for kind in ("person", "organization", "noun"):
        for at, each in enumerate(free):
            if each.kind == kind:
                return join_coordinated(sentence, free[at:])
    return []


def _recall(sentence: EventSentence, trigger: Candidate, subjects: Subjects) -> tuple[str, ...]:
    clause_start, _ = sentence.clause_at(trigger.start)
    opening = sentence.text[clause_start : clause_start + 4].lower()
    if opening.startswith(sentence.vocabulary.cues.pronouns) or sentence.text[
        :4
    ].lower().startswith(sentence.vocabulary.cues.pronouns):
        return subjects.person or subjects.latest
    return subjects.latest if trigger.type.carries_actor else ()
