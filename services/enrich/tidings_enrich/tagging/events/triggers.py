"""Find the triggers in a sentence and choose the best one for each kind of event."""

from __future__ import annotations

from typing import NamedTuple

from tidings.tags import EventStatus
from tidings_enrich.tagging.events.codebook_entries import EventType
from tidings_enrich.tagging.events.sentence import EventSentence
from tidings_enrich.tagging.events.vocabulary import Trigger, holds_in_context
from tidings_enrich.tagging.phrase_scan import Hit
from tidings_enrich.tagging.sentences import cuts_words

# A trigger that only describes the noun after it (检测 of 检测人员) names an event less often.
MODIFIER = 0.7
# Below this a trigger is wrong more often than right, and is no event.
LEAST_WEIGHT = 0.4
# Words of prevention stand this close before what they prevent: 严防疫情输入扩散.
PREVENTED_WITHIN = 8
# A name that a trigger stands in reaches no further to either side.
NAME_REACH = 40


class Candidate(NamedTuple):
    """A trigger that counts: offsets into the sentence, its weight, its status without a cue."""

    start: int
    end: int
    type: EventType
    weight: float
    status: EventStatus


def choose_triggers(sentence: EventSentence) -> list[Candidate]:
    """Return the best trigger of each kind of event in the sentence, in order of ``start``.

    The heavier one is better, then the longer one, then the first.
    """
    best: dict[str, Candidate] = {}
    for hit in sentence.vocabulary.triggers.find(sentence.text):
        candidate = _weigh(sentence, hit)
        if candidate is None:
            continue
        rival = best.get(candidate.type.name)
        if rival is None or _rank(candidate) > _rank(rival):
            best[candidate.type.name] = candidate
    return sorted(best.values(), key=lambda each: (each.start, each.type.name))


def _rank(candidate: Candidate) -> tuple[float, int]:
    return candidate.weight, candidate.end - candidate.start


def _weigh(sentence: EventSentence, hit: Hit[Trigger]) -> Candidate | None:
    event_type, group = hit.payload
    clause = sentence.context_of(hit.start, hit.end)
    if not holds_in_context(group, hit, sentence.text, clause):
        return None
    if cuts_words(sentence.borders, hit.start, hit.end) or _is_in_name(sentence, hit):
        return None
    if event_type.hazard and _is_prevented(sentence, hit):
        return None
    after = sentence.text[hit.end : hit.end + 12].lower().lstrip()
    modified = sentence.vocabulary.cues.modified
    weight = group.weight * (MODIFIER if after.startswith(modified) else 1.0)
    if weight < LEAST_WEIGHT:
        return None
    return Candidate(hit.start, hit.end, event_type, weight, group.status or event_type.status)


def _is_in_name(sentence: EventSentence, hit: Hit[Trigger]) -> bool:
    """Tell whether the trigger is a part of a name or of a title: 建设 of 临江建设集团."""
    before = sentence.text[max(0, hit.start - NAME_REACH) : hit.start]
    return before.rfind("《") > before.rfind("》") or any(
        each.kind != "noun"
        and each.start <= hit.start
        and hit.end <= each.end
        and each.end - each.start > hit.end - hit.start
        for each in sentence.between(hit.start - NAME_REACH, hit.end + NAME_REACH)
    )


def _is_prevented(sentence: EventSentence, hit: Hit[Trigger]) -> bool:
    begin = max(sentence.clause_at(hit.start)[0], hit.start - PREVENTED_WITHIN)
    before = sentence.text[begin : hit.start].lower()
    return any(word in before for word in sentence.vocabulary.cues.prevented)
