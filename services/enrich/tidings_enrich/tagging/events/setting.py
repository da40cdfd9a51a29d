"""Tell where and when an event is."""

from __future__ import annotations

from tidings.tags import Time
from tidings_enrich.tagging.events.sentence import EventSentence, Mention
from tidings_enrich.tagging.events.triggers import Candidate


def find_place(sentence: EventSentence, trigger: Candidate) -> str | None:
    """Return the place or site that 在, 到 or 走进 leads to, nearest to the trigger.

    Without one, the nearest place of the trigger's clause, else of the sentence.
    """
    begin, stop = sentence.clause_at(trigger.start)
    sites = [each for each in sentence.mentions if each.kind in ("place", "organization")]
    led = [each for each in sites if _is_led_to(sentence, each)]
    places = [each for each in sites if each.kind == "place"]
    in_clause = [each for each in places if begin <= each.start < stop]
    for choice in (led, in_clause, places):
        if choice:
            return min(choice, key=lambda each: _distance(each.start, each.end, trigger)).name
    return None


def _is_led_to(sentence: EventSentence, mention: Mention) -> bool:
    """Tell whether a place marker leads to a site; 在省委、省政府的领导下 leads to none."""
    before = sentence.text[max(0, mention.start - 12) : mention.start].lower().rstrip()
    leads_on = sentence.text[mention.end : mention.end + 1] in (
        *sentence.vocabulary.cues.coordinators,
        "的",
    )
    return before.endswith(sentence.vocabulary.cues.place_markers) and not (
        leads_on and mention.kind == "organization"
    )


def find_time(sentence: EventSentence, trigger: Candidate) -> Time | None:
    """Return the time nearest to the trigger in its sentence; one in its clause comes first."""
    begin, stop = sentence.clause_at(trigger.start)

    def distance(time: Time) -> tuple[bool, int]:
        start, end = time.span.start - sentence.start, time.span.end - sentence.start
        return not begin <= start < stop, _distance(start, end, trigger)

    return min(sentence.times, key=distance, default=None)


def _distance(start: int, end: int, trigger: Candidate) -> int:
    return max(start - trigger.end, trigger.start - end, 0)
