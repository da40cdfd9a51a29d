"""The event codebook: which words name which kind of event, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar, get_args

import yaml
from pydantic import ValidationError

from tidings_enrich.tagging.events.codebook_entries import Cues, Entry, EventType, Language
from tidings_enrich.tagging.events.lexicon import Lexicon
from tidings_enrich.yaml_text import read_yaml

EntryType = TypeVar("EntryType", bound=Entry)
LANGUAGES: tuple[Language, ...] = get_args(Language)


class CodebookError(ValueError):
    """The codebook's data is wrong; the message names file, entry and problem."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All kinds of events, and for each language the words that the matcher looks for."""

    types: tuple[EventType, ...]
    lexicons: Mapping[Language, Lexicon]


def load_codebook(folder: Traversable | None = None) -> Codebook:
    """Read the codebook that comes with the package, or the one in ``folder``.

    ``cues.<language>.yaml`` and ``variants.zh.yaml`` have names of their own; every other file
    holds a list of event types. Raises CodebookError naming the file and the entry.
    """
    folder = folder or files("tidings_enrich.tagging") / "data" / "codebook"
    types: list[EventType] = []
    cues: dict[Language, Cues] = {}
    variants: dict[int, int] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name == "variants.zh.yaml":
            variants = _read_variants(file)
        elif file.name.startswith("cues."):
            language = _language_of(file)
            cues[language] = _check(Cues, _read(file), file.name, "the whole file")
        elif file.name.endswith(".yaml"):
            types.extend(_read_types(file))
    _refuse_repeats(types)
    missing = set(LANGUAGES) - set(cues)
    if missing:
        raise CodebookError(f"cues.{min(missing)}.yaml: the file is missing")
    lexicons = {
        language: Lexicon.build(language, types, cues[language], variants) for language in LANGUAGES
    }
    return Codebook(tuple(types), lexicons)


def _read(file: Traversable) -> object:
    try:
        return read_yaml(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CodebookError(f"{file.name}: no YAML: {error}") from error


def _read_types(file: Traversable) -> Iterator[EventType]:
    entries = _read(file)
    if not isinstance(entries, list):
        raise CodebookError(f"{file.name}: a list of event types is wanted")
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        yield _check(EventType, entry, file.name, str(name or f"entry {number}"))


def _read_variants(file: Traversable) -> dict[int, int]:
    pairs = _read(file)
    if not isinstance(pairs, dict) or not all(
        isinstance(pair, str) and len(pair) == 1 for item in pairs.items() for pair in item
    ):
        raise CodebookError(f"{file.name}: pairs of one character each are wanted")
    return {ord(variant): ord(usual) for variant, usual in pairs.items()}


def _language_of(file: Traversable) -> Language:
    for language in LANGUAGES:
        if file.name == f"cues.{language}.yaml":
            return language
    raise CodebookError(f"{file.name}: the language is none of {', '.join(LANGUAGES)}")


def _check(schema: type[EntryType], value: object, file: str, entry: str) -> EntryType:
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'it'}: {each['msg']}" for each in error.errors()
        )
        raise CodebookError(f"{file}: {entry}: {problems}") from error


def _refuse_repeats(types: list[EventType]) -> None:
    names: set[str] = set()
    for each in types:
        if each.name in names:
            raise CodebookError(f"{each.name}: the type is there twice")
        names.add(each.name)
        for language, groups in each.triggers.items():
            words: set[str] = set()
            for word in (word for group in groups for word in group.words):
                if word in words:
                    raise CodebookError(f"{each.name}: {language}: {word} is there twice")
                words.add(word)
