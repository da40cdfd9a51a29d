"""What the entries of the event codebook look like: the schema of its YAML files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tidings.tags import EventStatus

Language = Literal["zh", "en"]
TypeName = Annotated[str, Field(pattern=r"^[A-Z]+(_[A-Z]+)*$")]
Words = tuple[Annotated[str, Field(min_length=1)], ...]
# How far to the right of itself a status cue holds: over the next 6 or 16 characters, to the end
# of its clause, until a clause opens with another name or time, or to the end of its sentence.
Reach = Literal["near", "phrase", "clause", "clauses", "sentence"]
# What stands left of a trigger in the active voice: who acts, what it happens to, or neither.
Subject = Literal["actor", "target", "none"]
# What of the words right of a trigger is its target: all up to the next mark, only a name or a
# noun for people that stands right there (要求企业…), or nothing.
Object = Literal["words", "name", "none"]


class Entry(BaseModel):
    """A part of the codebook: immutable, and strict about fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrases(Entry):
    """Words of one language and the context in which they count.

    ``requires``: one of these stands in the same clause. ``forbids``: none of these does.
    ``not_after`` and ``not_before``: none of these stands directly before or after the word.
    """

    words: Words = Field(min_length=1)
    requires: Words = ()
    forbids: Words = ()
    not_after: Words = ()
    not_before: Words = ()


class Triggers(Phrases):
    """Words that name an event; ``weight`` is how often they do, from 0 to 1.

    ``status`` is what they mean without a cue, where that is not the status of the type.
    """

    weight: float = Field(gt=0, le=1)
    status: EventStatus | None = None


class EventType(Entry):
    """A kind of event.

    ``code`` is ``PLOVER:<type>[:<mode>]`` where that ontology has the kind, else ``TID:<...>``; a
    user's own type may have a code of another scheme.
    ``status`` is what a trigger without a cue means. ``hazard`` marks what people try to prevent:
    a trigger that they only prevent is no event. ``carries_actor`` lets a sentence without a
    subject have the one before it.
    """

    name: TypeName
    code: str = Field(pattern=r"^[A-Z]+:[A-Z0-9]+(:[a-z]+(-[a-z]+)*)?$")
    description: str = Field(min_length=1)
    status: EventStatus = "occurred"
    hazard: bool = False
    carries_actor: bool = False
    subject: Subject = "actor"
    object: Object = "words"
    triggers: dict[Language, tuple[Triggers, ...]]


class StatusCue(Phrases):
    """Words that say whether an event right of them happened.

    With ``carries``, later sentences of the paragraph go on asking. With ``takes_name``, the words
    are no cue right before a name: 将 announces a verb, but 将李岸带走 takes him away.
    """

    status: EventStatus
    reach: Reach = "clause"
    carries: bool = False
    takes_name: bool = False


class Cues(Entry):
    """The words of one language that say how to read a sentence around a trigger."""

    status: tuple[StatusCue, ...]
    occurred_after: Words
    planned_after: Words
    denied_after: Words
    prevented: Words
    modified: Words
    actor_nouns: Words
    pronouns: Words
    resets: Words
    past: Words
    coordinators: Words
    place_markers: Words
    target_markers: Words
    not_target: Words
    light_verbs: Words
    passive: Words
