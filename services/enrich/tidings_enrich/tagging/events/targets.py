"""Tell whom or what an event concerns, from the words after its trigger or after 对."""

from __future__ import annotations

from tidings_enrich.tagging.events.sentence import EventSentence, Mention
from tidings_enrich.tagging.events.triggers import Candidate

# The longest stretch of words that is still a name for what an event concerns.
LONGEST_TARGET = 30
# A passive marker or 对 stands this close before the trigger that it belongs to.
MARKER_WITHIN = 24


def find_targets(sentence: EventSentence, trigger: Candidate) -> tuple[str, ...]:
    """Return the names right of a trigger, else what 对 leads to, else the words right of it."""
    if trigger.type.object == "none":
        return ()
    _, stop = sentence.clause_at(trigger.start)
    stop = min(stop, trigger.end + LONGEST_TARGET)
    folded = sentence.text[trigger.end : stop]
    start = trigger.end + len(folded) - len(folded.lstrip("了过对着 "))
    right = sentence.between(start, start + LONGEST_TARGET * 2)
    if right and right[0].start == start:
        return tuple(each.name for each in join_coordinated(sentence, right))
    marked = _find_marked(sentence, trigger)
    if marked:
        return (marked,)
    if trigger.type.object != "words" or not _can_be_target(sentence, start, stop):
        return ()
    words = sentence.printed[start:stop].strip(" “”\"'、")
    return (words,) if len(words) > 1 else ()


def _can_be_target(sentence: EventSentence, start: int, stop: int) -> bool:
    """Tell whether words name something: neither a date nor the rest of a phrase (会上指出)."""
    words = sentence.text[start:stop].lower()
    cues = sentence.vocabulary.cues
    return not words.startswith((*cues.not_target, *cues.modified)) and not any(
        each.span.start - sentence.start == start for each in sentence.times
    )


def _find_marked(sentence: EventSentence, trigger: Candidate) -> str:
    """Return what stands between 对 and the verb that leads to the trigger: 对X实施封控."""
    begin = max(sentence.clause_at(trigger.start)[0], trigger.start - MARKER_WITHIN)
    stop = trigger.start
    for verb in sentence.vocabulary.cues.light_verbs:
        at = sentence.text.rfind(verb, begin, stop)
        if at > begin:
            stop = at
            break
    for marker in sentence.vocabulary.cues.target_markers:
        at = sentence.text.rfind(marker, begin, stop)
        if at >= 0 and _can_be_target(sentence, at + len(marker), stop):
            return sentence.printed[at + len(marker) : stop].strip()
    return ""


def join_coordinated(sentence: EventSentence, found: list[Mention]) -> list[Mention]:
    """Return the first mention and those of its kind that 、 or 和 joins to it."""
    joined = found[:1]
    for each in found[1:]:
        between = sentence.text[joined[-1].end : each.start].strip().lower()
        if each.kind != joined[0].kind or between not in sentence.vocabulary.cues.coordinators:
            break
        joined.append(each)
    return joined
