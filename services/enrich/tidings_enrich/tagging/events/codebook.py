"""The event codebook: which words name which kind of event, as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self, get_args

from tidings_enrich.tagging.events.codebook_entries import Cues, EventType, Language, Triggers
from tidings_enrich.tagging.events.vocabulary import Vocabulary
from tidings_enrich.tagging.folding import load_variants
from tidings_enrich.yaml_document import DataFileError, read_document

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All kinds of events, and for each language the words that the matcher looks for."""

    types: tuple[EventType, ...]
    cues: Mapping[Language, Cues]
    vocabularies: Mapping[Language, Vocabulary]

    @classmethod
    def build(
        cls,
        types: tuple[EventType, ...],
        cues: Mapping[Language, Cues],
        variants: Mapping[int, int | str],
    ) -> Self:
        """Compile the words of each language; ``variants`` are the characters of the Chinese."""
        vocabularies = {
            language: Vocabulary.build(language, types, own, variants)
            for language, own in cues.items()
        }
        return cls(types, cues, vocabularies)

    def replace_types(self, types: tuple[EventType, ...]) -> Self:
        """Return the codebook with these types and the same cues."""
        return self.build(types, self.cues, self.vocabularies["zh"].variants)

    @property
    def name(self) -> str:
        """Name the codebook by what it says, for an article's lineage: ``codebook 3f9a01c7``."""
        said = json.dumps(
            [
                [each.model_dump(mode="json") for each in self.types],
                {language: own.model_dump(mode="json") for language, own in self.cues.items()},
            ],
            sort_keys=True,
        )
        return f"codebook {hashlib.sha256(said.encode()).hexdigest()[:8]}"


def load_codebook(folder: Traversable | None = None) -> Codebook:
    """Read the codebook that comes with the package, or the one in ``folder``.

    ``cues.<language>.yaml`` and ``variants.zh.yaml`` have names of their own; every other file
    holds a list of event types. Raises DataFileError naming the file and the entry.
    """
    folder = folder or files("tidings_enrich.tagging") / "data" / "codebook"
    types: list[EventType] = []
    cues: dict[Language, Cues] = {}
    variants: dict[int, int] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name == "variants.zh.yaml":
            variants = _read_variants(file)
        elif file.name.startswith("cues."):
            document = read_document(file)
            language = _language_of(file)
            cues[language] = document.check(Cues, document.value, (), "the whole file")
        elif file.name.endswith(".yaml"):
            types.extend(_read_types(file))
    missing = set(LANGUAGES) - set(cues)
    if missing:
        raise DataFileError(f"cues.{min(missing)}.yaml: the file is missing")
    _refuse_repeated_types(types)
    return Codebook.build(tuple(types), cues, {**load_variants(), **variants})


def _read_types(file: Traversable) -> Iterator[EventType]:
    document = read_document(file)
    for place, entry in document.list_entries():
        name = str(entry.get("name") or "no name")
        checked = document.check(EventType, entry, (place,), name)
        refuse_repeated_words(file.name, name, checked.triggers)
        yield checked


def _read_variants(file: Traversable) -> dict[int, int]:
    pairs = read_document(file).value
    if not isinstance(pairs, dict) or not all(
        isinstance(pair, str) and len(pair) == 1 for item in pairs.items() for pair in item
    ):
        raise DataFileError(f"{file.name}: pairs of one character each are wanted")
    return {ord(variant): ord(usual) for variant, usual in pairs.items()}


def _language_of(file: Traversable) -> Language:
    for language in LANGUAGES:
        if file.name == f"cues.{language}.yaml":
            return language
    raise DataFileError(f"{file.name}: the language is none of {', '.join(LANGUAGES)}")


def _refuse_repeated_types(types: Sequence[EventType]) -> None:
    names: set[str] = set()
    for each in types:
        if each.name in names:
            raise DataFileError(f"{each.name}: the type is there twice")
        names.add(each.name)


def refuse_repeated_words(
    where: str, name: str, triggers: Mapping[Language, tuple[Triggers, ...]]
) -> None:
    """Raise DataFileError when two groups of one type have the same word of a language."""
    for language, groups in triggers.items():
        words: set[str] = set()
        for word in (word for group in groups for word in group.words):
            if word in words:
                raise DataFileError(f"{where}: {name}: {language}: {word} is there twice")
            words.add(word)
