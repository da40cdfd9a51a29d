"""Tell who acts in an event and whom or what it concerns, from the words around its trigger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tidings_enrich.tagging.event_sentence import EventSentence, Mention
from tidings_enrich.tagging.event_status import Verdict
from tidings_enrich.tagging.event_triggers import Candidate

# The longest stretch of words that is still a name for what an event concerns.
LONGEST_TARGET = 30
# A passive marker or 对 stands this close before the trigger that it belongs to.
MARKER_WITHIN = 24
# The subject of an earlier clause stands at its beginning, after a date or an office at most.
SUBJECT_WITHIN = 40
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
            return Roles((), _find_targets(sentence, trigger))
        case "target":
            return Roles((), actors or _find_targets(sentence, trigger))
        case "actor":
            if actors and not asked:
                subjects.latest = actors
            persons = tuple(each.name for each in left if each.kind == "person")
            if persons and not asked:
                subjects.person = persons
            targets = _find_targets(sentence, trigger)
            return Roles(actors, tuple(each for each in targets if each not in actors))


def _find_passive(sentence: EventSentence, trigger: Candidate) -> int | None:
    """Return where the words after the last passive marker of the clause begin."""
    begin = max(sentence.clause_at(trigger.start)[0], trigger.start - MARKER_WITHIN)
    before = sentence.text[begin : trigger.start].lower()
    ends = [
        before.rfind(word) + len(word) for word in sentence.lexicon.cues.passive if word in before
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
        subject = _pick(sentence, start, min(stop, start + SUBJECT_WITHIN))
    return subject


def _pick(sentence: EventSentence, start: int, stop: int) -> list[Mention]:
    """Return the first person between two offsets, else the first body or noun for people."""
    markers = (*sentence.lexicon.cues.place_markers, *sentence.lexicon.cues.target_markers)
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
                return _coordinated(sentence, free[at:])
    return []


def _coordinated(sentence: EventSentence, found: list[Mention]) -> list[Mention]:
    """Return the first mention and those of its kind that 、 or 和 joins to it."""
    joined = found[:1]
    for each in found[1:]:
        between = sentence.text[joined[-1].end : each.start].strip().lower()
        if each.kind != joined[0].kind or between not in sentence.lexicon.cues.coordinators:
            break
        joined.append(each)
    return joined


def _recall(sentence: EventSentence, trigger: Candidate, subjects: Subjects) -> tuple[str, ...]:
    clause_start, _ = sentence.clause_at(trigger.start)
    opening = sentence.text[clause_start : clause_start + 4].lower()
    if opening.startswith(sentence.lexicon.cues.pronouns) or sentence.text[:4].lower().startswith(
        sentence.lexicon.cues.pronouns
    ):
        return subjects.person or subjects.latest
    return subjects.latest if trigger.type.carries_actor else ()


def _find_targets(sentence: EventSentence, trigger: Candidate) -> tuple[str, ...]:
    if trigger.type.object == "none":
        return ()
    _, stop = sentence.clause_at(trigger.start)
    text = sentence.text[trigger.end : min(stop, trigger.end + LONGEST_TARGET)]
    skipped = len(text) - len(text.lstrip("了过对着 "))
    start = trigger.end + skipped
    right = sentence.between(start, start + LONGEST_TARGET * 2)
    if right and right[0].start == start:
        return tuple(each.name for each in _coordinated(sentence, right))
    marked = _find_marked(sentence, trigger)
    if marked:
        return (marked,)
    words = text[skipped:].strip(" “”\"'、") if trigger.type.object == "words" else ""
    return (words,) if len(words) > 1 and _can_be_target(sentence, start, words) else ()


def _can_be_target(sentence: EventSentence, start: int, words: str) -> bool:
    """Tell whether words name something: neither a date nor the rest of a phrase (会上指出)."""
    return not words.lower().startswith(sentence.lexicon.cues.not_target) and not any(
        each.span.start - sentence.start == start for each in sentence.times
    )


def _find_marked(sentence: EventSentence, trigger: Candidate) -> str:
    """Return what stands between 对 and the verb that leads to the trigger: 对X实施封控."""
    begin = max(sentence.clause_at(trigger.start)[0], trigger.start - MARKER_WITHIN)
    before = sentence.text[begin : trigger.start]
    for verb in sentence.lexicon.cues.light_verbs:
        at = before.lower().rfind(verb)
        if at > 0:
            before = before[:at]
            break
    for marker in sentence.lexicon.cues.target_markers:
        at = before.lower().rfind(marker)
        if at >= 0:
            words = before[at + len(marker) :].strip()
            return "" if words.lower().startswith(sentence.lexicon.cues.not_target) else words
    return ""
