"""Tell whether an event happened, goes on, is planned, is asked for, or is denied."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from tidings.tags import EventStatus
from tidings_enrich.tagging.events.codebook_entries import StatusCue
from tidings_enrich.tagging.events.sentence import EventSentence
from tidings_enrich.tagging.events.triggers import NAME_REACH, Candidate
from tidings_enrich.tagging.phrase_scan import Hit

# Clauses that go on with one plan are done by then: three or four of them.
CLAUSES = 80
# In one clause the verb comes this soon after what it calls off or sets a date for.
AFTER = 24
# A word like 昨日 stands this early in a sentence that tells of its own time.
OPENING = 20
# A negation belongs to the words right after it (未发现, 没有造成人员伤亡); what goes on, to the
# verb of its own phrase (正在芬兰访问的外长强调 says nothing of 强调).
NEAR, PHRASE = 6, 16


class Verdict(NamedTuple):
    """An event's status and the cue that says so, None where no cue does."""

    status: EventStatus
    cue: Hit[StatusCue] | None


def decide_status(sentence: EventSentence, trigger: Candidate, demanded: bool) -> Verdict:
    """Return the status of a trigger; ``demanded`` when an earlier sentence still asks.

    1. A denial right before the trigger, or after it in its clause (演习被取消).
    2. What is asked for, in this sentence or by one before it: 要加快推进 asks for what goes on.
    3. The nearest other cue before the trigger, then a plan (定于) or 了 or 过 after it.
    4. The trigger's own; of one that says itself that nothing came of it (否决), before 3.
    """
    clause_start, _ = sentence.clause_at(trigger.start)
    reaching = [cue for cue in sentence.cues if _reaches(sentence, cue, trigger, clause_start)]
    if _stands_after(sentence, trigger, sentence.vocabulary.cues.denied_after):
        return Verdict("denied", None)
    for status in ("denied", "demanded"):
        wanted = [cue for cue in reaching if cue.payload.status == status]
        if wanted:
            return Verdict(wanted[-1].payload.status, wanted[-1])
    acts = sentence.between(clause_start, trigger.start)
    if demanded and not any(each.kind == "person" for each in acts):
        return Verdict("demanded", None)
    if trigger.status == "denied":
        return Verdict("denied", None)
    if reaching:
        return Verdict(reaching[-1].payload.status, reaching[-1])
    return Verdict(_status_by_what_follows(sentence, trigger), None)


def _status_by_what_follows(sentence: EventSentence, trigger: Candidate) -> EventStatus:
    if _stands_after(sentence, trigger, sentence.vocabulary.cues.planned_after):
        return "planned"
    after = sentence.text[trigger.end : trigger.end + 2]
    return (
        "occurred" if after.startswith(sentence.vocabulary.cues.occurred_after) else trigger.status
    )


def _stands_after(sentence: EventSentence, trigger: Candidate, words: tuple[str, ...]) -> bool:
    """Tell whether one of the words follows the trigger in its clause: 演习被取消, 选举定于……"""
    # Who speaks of something called off or planned has spoken all the same.
    if trigger.type.object == "name":
        return False
    _, stop = sentence.clause_at(trigger.start)
    after = sentence.text[trigger.end : min(stop, trigger.end + AFTER)].lower()
    return any(word in after for word in words)


def _reaches(
    sentence: EventSentence, cue: Hit[StatusCue], trigger: Candidate, clause_start: int
) -> bool:
    if cue.end > trigger.start or (cue.payload.takes_name and _stands_at(sentence, cue.end)):
        return False
    match cue.payload.reach:
        case "near":
            return cue.start >= clause_start and trigger.start - cue.end <= NEAR
        case "phrase":
            return cue.start >= clause_start and trigger.start - cue.end <= PHRASE
        case "clause":
            return cue.start >= clause_start
        case "clauses":
            return cue.start >= clause_start or (
                trigger.start - cue.end <= CLAUSES
                and not _opens_anew(sentence, cue.end, trigger.start)
            )
        case "sentence":
            return True


def _stands_at(sentence: EventSentence, position: int) -> bool:
    """Tell whether a name or a noun for people begins at a position."""
    following = sentence.between(position, position + NAME_REACH)
    return bool(following) and following[0].start == position


def _opens_anew(sentence: EventSentence, begin: int, end: int) -> bool:
    """Tell whether a clause between two offsets opens with a name or a time of its own."""
    openings = sentence.marks[bisect_right(sentence.marks, begin) :]
    starts = {each.start for each in sentence.between(begin, end + 1)}
    starts.update(each.span.start - sentence.start for each in sentence.times)
    return any(mark in starts for mark in openings if mark <= end)


def keeps_demanding(sentence: EventSentence, demanded: bool) -> bool:
    """Tell whether this sentence still belongs to what an earlier one of its paragraph asks for.

    A sentence that names who or when at its beginning tells something of its own.
    """
    if not demanded or sentence.opens_paragraph:
        return False
    opens_with_name = any(each.kind != "noun" for each in sentence.between(0, 12))
    opens_with_time = any(each.span.start - sentence.start < 2 for each in sentence.times)
    opens_anew = sentence.text.startswith(sentence.vocabulary.cues.resets)
    opening = sentence.text[:OPENING]
    is_past = any(word in opening for word in sentence.vocabulary.cues.past)
    return not (opens_with_name or opens_with_time or opens_anew or is_past)


def starts_demanding(sentence: EventSentence) -> bool:
    """Tell whether sentences after this one may go on with what it asks for."""
    return any(cue.payload.carries for cue in sentence.cues)
