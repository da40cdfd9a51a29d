"""The topics, and the words and events that tell of them, read from the YAML files beside this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple, Self, get_args

from tidings_enrich.tagging.events.codebook_entries import Language
from tidings_enrich.tagging.phrase_scan import CharacterScan, Scan, WordScan
from tidings_enrich.topics.entries import EventWeights, MediaTopic, WeightedWords
from tidings_enrich.yaml_document import DataFileError, read_document, refuse_repeated_keys

LANGUAGES: tuple[Language, ...] = get_args(Language)


class Sign(NamedTuple):
    """A word or a type of event, and how much it says for which topic."""

    name: str
    topic: MediaTopic
    weight: float


@dataclass(frozen=True, slots=True)
class Scheme:
    """All topics by code, and what tells of them. ``name`` changes with what the files say."""

    topics: Mapping[str, MediaTopic]
    words: Mapping[Language, Scan[Sign]]
    events: Mapping[str, tuple[Sign, ...]]
    name: str

    @classmethod
    def build(
        cls,
        topics: Iterable[MediaTopic],
        words: Mapping[Language, WeightedWords],
        events: EventWeights,
    ) -> Self:
        """Compile the words; raises DataFileError for a code that is no topic, and for a word
        that a topic has twice."""
        known = {each.code: each for each in topics}
        for each in known.values():
            if each.broader is not None and _find(known, each.broader).broader is not None:
                raise DataFileError(f"{each.code}: {each.broader} is not of the first level")
        said = [
            [each.model_dump() for each in known.values()],
            {language: own.model_dump() for language, own in words.items()},
            events.model_dump(),
        ]
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        return cls(
            known,
            {language: _scan(language, known, own) for language, own in words.items()},
            {
                name: tuple(Sign(name, _find(known, code), weight) for code, weight in own.items())
                for name, own in events.root.items()
            },
            f"topics {digest[:8]}",
        )


def load_scheme(folder: Traversable | None = None) -> Scheme:
    """Read the files that come with the package, or those in ``folder``.

    Raises DataFileError naming the file and what is wrong.
    """
    folder = folder or files("tidings_enrich.topics") / "data"
    listed = read_document(folder / "media_topics.yaml")
    topics = [
        listed.check(MediaTopic, entry, (place,), str(entry.get("code") or "no code"))
        for place, entry in listed.list_entries()
    ]
    words: dict[Language, WeightedWords] = {}
    for language in LANGUAGES:
        document = read_document(folder / f"words.{language}.yaml")
        refuse_repeated_keys(document)
        words[language] = document.check(WeightedWords, document.value, (), "the whole file")
    document = read_document(folder / "events.yaml")
    refuse_repeated_keys(document)
    events = document.check(EventWeights, document.value, (), "the whole file")
    return Scheme.build(topics, words, events)


def _find(topics: Mapping[str, MediaTopic], code: str) -> MediaTopic:
    if code not in topics:
        raise DataFileError(f"{code} is none of the topics")
    return topics[code]


def _scan(language: Language, topics: Mapping[str, MediaTopic], words: WeightedWords) -> Scan[Sign]:
    signs: dict[tuple[str, str], Sign] = {}
    for code, groups in words.root.items():
        topic = _find(topics, code)
        for weight, group in groups.items():
            for word in group:
                if (word, code) in signs:
                    raise DataFileError(f"words.{language}: {code}: {word} is there twice")
                signs[word, code] = Sign(word, topic, weight)
    entries = [(each.name, each) for each in signs.values()]
    return CharacterScan(entries) if language == "zh" else WordScan(entries)
