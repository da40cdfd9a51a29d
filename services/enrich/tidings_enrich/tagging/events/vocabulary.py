"""The codebook's words of one language, ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self, TypeVar

from tidings_enrich.tagging.events.codebook_entries import (
    Cues,
    EventType,
    Language,
    Phrases,
    StatusCue,
    Triggers,
)
from tidings_enrich.tagging.phrase_scan import CharacterScan, Hit, Scan, WordScan

Payload = TypeVar("Payload")


class Trigger(NamedTuple):
    """What a trigger word says: the kind of event, and the group with weight and context."""

    type: EventType
    group: Triggers


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language. ``fold`` first: what is looked for stands in folded text."""

    language: Language
    cues: Cues
    triggers: Scan[Trigger]
    status_cues: Scan[StatusCue]
    actor_nouns: Scan[None]
    variants: Mapping[int, int | str]

    @classmethod
    def build(
        cls,
        language: Language,
        types: Iterable[EventType],
        cues: Cues,
        variants: Mapping[int, int | str],
    ) -> Self:
        """Compile the words of ``language``; ``variants`` folds code points to the usual ones."""
        return cls(
            language,
            cues,
            _scan(
                language,
                [
                    (word, Trigger(each, group))
                    for each in types
                    for group in each.triggers.get(language, ())
                    for word in group.words
                ],
            ),
            _scan(language, [(word, cue) for cue in cues.status for word in cue.words]),
            _scan(language, [(word, None) for word in cues.actor_nouns]),
            variants if language == "zh" else {},
        )

    def fold(self, text: str) -> str:
        """Return the text in the characters of the codebook, one for one: 確診 -> 确诊."""
        return text.translate(self.variants) if self.variants else text


def _scan(language: Language, entries: Sequence[tuple[str, Payload]]) -> Scan[Payload]:
    return CharacterScan(entries) if language == "zh" else WordScan(entries)


def holds_in_context(phrases: Phrases, hit: Hit[Payload], text: str, clause: str) -> bool:
    """Tell whether a word of ``phrases`` counts where it stands in ``text``, inside ``clause``."""
    before = text[max(0, hit.start - 12) : hit.start].lower().rstrip(" ")
    after = text[hit.end : hit.end + 12].lower().lstrip(" ")
    return (
        not (phrases.not_after and before.endswith(phrases.not_after))
        and not (phrases.not_before and after.startswith(phrases.not_before))
        and (not phrases.requires or any(word in clause for word in phrases.requires))
        and not any(word in clause for word in phrases.forbids)
    )
