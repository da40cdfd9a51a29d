"""Find the events that an article tells of, by the words of the codebook."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.tags import Entity, Event, Span, Time
from tidings_enrich.tagging.events.codebook import Codebook
from tidings_enrich.tagging.events.codebook_entries import Language
from tidings_enrich.tagging.events.roles import Roles, Subjects, find_roles
from tidings_enrich.tagging.events.sentence import EventSentence, read_sentences
from tidings_enrich.tagging.events.setting import find_place, find_time
from tidings_enrich.tagging.events.status import (
    Verdict,
    decide_status,
    keeps_demanding,
    starts_demanding,
)
from tidings_enrich.tagging.events.triggers import Candidate, choose_triggers
from tidings_enrich.tagging.sentences import Sentence

# The kind of event whose trigger (要求, 强调) is where an instruction begins.
INSTRUCTION = "SPEECH_OR_INSTRUCTION"
# A trigger as sure as this tells the main thing, and has the time of the article's lead.
MAIN_WEIGHT = 0.8
# An earlier sentence's 要 reaches this one in nine cases of ten.
CARRIED = 0.9
# How much of the doubt is left where the sentence names who or whom, and where or when.
WITH_ROLE = 0.8
WITH_SETTING = 0.9


def find_events(  # noqa: PLR0913, PLR0917 - the parts of an article, each of its own type
    body: str,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    times: Sequence[Time],
    codebook: Codebook,
    language: str,
    borders: Sequence[frozenset[int]] = (),
) -> list[Event]:
    """Return the events of a body, at most one of each type in a sentence, in order of trigger.

    ``language`` is a BCP 47 tag; where it says nothing that the codebook knows, the body's script
    decides. ``borders`` of the words of each sentence keep a trigger from being the end of one word
    and the beginning of the next; without them nothing does. Offsets are code points into ``body``.
    Never raises, whatever the text.
    """
    vocabulary = codebook.vocabularies[choose_language(language, body)]
    lead = next((time for time in times if time.start is not None), None)
    subjects = Subjects()
    demanding = False
    events: list[Event] = []
    for sentence in read_sentences(body, sentences, entities, times, vocabulary, borders):
        if sentence.opens_paragraph:
            subjects.latest = ()
        demanding = keeps_demanding(sentence, demanding)
        triggers = choose_triggers(sentence)
        instructed_from = next((t.end for t in triggers if t.type.name == INSTRUCTION), 0)
        for trigger in triggers:
            verdict = decide_status(sentence, trigger, demanding)
            roles = find_roles(sentence, trigger, verdict, instructed_from, subjects)
            events.append(_tell(sentence, trigger, verdict, roles, lead))
        demanding = demanding or starts_demanding(sentence)
    return events


def choose_language(language: str, body: str) -> Language:
    """Return the language of the codebook to read a body with."""
    primary = language.lower().split("-")[0]
    if primary in ("zh", "yue", "cmn"):
        return "zh"
    if primary == "en":
        return "en"
    return "zh" if any("\u4e00" <= each <= "\u9fff" for each in body) else "en"


def _tell(
    sentence: EventSentence,
    trigger: Candidate,
    verdict: Verdict,
    roles: Roles,
    lead: Time | None,
) -> Event:
    place = find_place(sentence, trigger)
    time = find_time(sentence, trigger)
    weight = trigger.weight
    if verdict.status == "demanded" and verdict.cue is None:
        weight *= CARRIED
    doubt = 1 - weight
    doubt *= WITH_ROLE if roles.actors or roles.targets else 1
    doubt *= WITH_SETTING if place or time else 1
    if time is None and verdict.status == "occurred" and trigger.weight >= MAIN_WEIGHT:
        time = lead
    return Event(
        type=trigger.type.name,
        code=trigger.type.code,
        status=verdict.status,
        trigger=_span(sentence, trigger.start, trigger.end),
        sentence=_span(sentence, 0, len(sentence.printed)),
        actors=roles.actors,
        targets=roles.targets,
        place=place,
        time=time,
        confidence=round(1 - doubt, 2),
    )


def _span(sentence: EventSentence, start: int, end: int) -> Span:
    return Span(
        start=sentence.start + start, end=sentence.start + end, text=sentence.printed[start:end]
    )
