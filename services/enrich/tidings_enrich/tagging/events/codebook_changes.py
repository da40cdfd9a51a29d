"""What a user's own codebook says: new types, more triggers for others, types to switch off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import Field

from tidings_enrich.tagging.events.codebook_entries import (
    Entry,
    EventType,
    Language,
    Triggers,
    TypeName,
    Words,
)
from tidings_enrich.tagging.folding import simplify
from tidings_enrich.yaml_document import DataFileError


class Extension(Entry):
    """More triggers for a type that is there; ``without`` lists words of it that count no more.

    A word that the type has already counts as it is written here.
    """

    extends: TypeName
    triggers: dict[Language, tuple[Triggers, ...]] = Field(default_factory=dict)
    without: dict[Language, Words] = Field(default_factory=dict)


class Removal(Entry):
    """A type that comes with the product and is not wanted; a new one may take its name."""

    switches_off: TypeName


class Change(NamedTuple):
    """An entry, and where it stands: ``mine.yaml:12``."""

    where: str
    entry: EventType | Extension | Removal


def apply_changes(types: Iterable[EventType], changes: Iterable[Change]) -> tuple[EventType, ...]:
    """Return ``types`` without what is switched off, with what is new, then what is extended.

    The order of the changes plays no part but for two that extend one type. Raises DataFileError
    naming the entry that does not fit.
    """
    known = {each.name: each for each in types}
    changes = tuple(changes)
    for where, entry in changes:
        if isinstance(entry, Removal) and known.pop(entry.switches_off, None) is None:
            raise DataFileError(f"{where}: switches_off: {_unknown(entry.switches_off)}")
    for where, entry in changes:
        if not isinstance(entry, EventType):
            continue
        if entry.name in known:
            raise DataFileError(
                f"{where}: name: {entry.name} is there already; "
                f"write extends: {entry.name} to add triggers"
            )
        known[entry.name] = entry.model_copy(update={"triggers": _simplify_all(entry.triggers)})
    for where, entry in changes:
        if not isinstance(entry, Extension):
            continue
        if entry.extends not in known:
            raise DataFileError(f"{where}: extends: {_unknown(entry.extends)}")
        known[entry.extends] = _extend(known[entry.extends], entry, where)
    return tuple(known.values())


def _unknown(name: str) -> str:
    return f"no type is called {name}, or it is switched off"


def _extend(event_type: EventType, extension: Extension, where: str) -> EventType:
    merged = dict(event_type.triggers)
    added = _simplify_all(extension.triggers)
    for language in {**extension.triggers, **extension.without}:
        groups = merged.get(language, ())
        unwanted = {_simplify(language, word) for word in extension.without.get(language, ())}
        missing = unwanted - {word for group in groups for word in group.words}
        if missing:
            raise DataFileError(f"{where}: without.{language}: {min(missing)} is no trigger of it")
        more = added.get(language, ())
        replaced = unwanted.union(*(group.words for group in more))
        kept = (
            group.model_copy(update={"words": words})
            for group in groups
            if (words := tuple(word for word in group.words if word not in replaced))
        )
        merged[language] = (*kept, *more)
    return event_type.model_copy(update={"triggers": merged})


def _simplify_all(
    triggers: Mapping[Language, tuple[Triggers, ...]],
) -> dict[Language, tuple[Triggers, ...]]:
    """Return the groups in the characters in which text is looked at."""
    return {
        language: tuple(
            group.model_copy(
                update={
                    field: tuple(_simplify(language, word) for word in getattr(group, field))
                    for field in ("words", "requires", "forbids", "not_after", "not_before")
                }
            )
            for group in groups
        )
        for language, groups in triggers.items()
    }


def _simplify(language: Language, word: str) -> str:
    return simplify(word) if language == "zh" else word
