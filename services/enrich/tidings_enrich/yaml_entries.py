"""A list of entries in YAML, read one after the other: however long it is, one is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Final

import yaml

from tidings_enrich.yaml_document import (
    DataFileError,
    Path,
    Schema,
    check_value,
    name_yaml_errors,
)
from tidings_enrich.yaml_text import open_yaml

# No entry of any schema is half as deep; Python would end with its stack at some hundred.
DEEPEST: Final = 20
_TEXT: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = (None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


@dataclass(frozen=True)
class YamlEntry:
    """One entry of the file ``name``, counted from 0, and the line of each of its values."""

    name: str
    place: int
    fields: dict[str, object]
    lines: dict[Path, int]

    def locate(self, path: Path = ()) -> str:
        """Return ``name:line`` of the value at ``path``, or of the last part of it that is there.

        Lines count from 1.
        """
        known = tuple(path)
        while known and known not in self.lines:
            known = known[:-1]
        return f"{self.name}:{self.lines[known] + 1}"

    def check(self, schema: type[Schema], title: str) -> Schema:
        """Return the entry as ``schema``; raises DataFileError, whose message has ``title``."""
        return check_value(schema, self.fields, title, self.locate)


def read_yaml_entries(file: Traversable) -> Iterator[YamlEntry]:
    """Yield the entries of the list in ``file``.

    Raises DataFileError where it is no YAML in UTF-8, no list of entries, or says a field twice.
    Aliases (``*a``) are the values of their anchors; merge keys (``<<``) are fields like any other.
    """
    with name_yaml_errors(file.name), file.open(encoding="utf-8") as text:
        loader = open_yaml(text)
        try:
            yield from _Reading(file.name, loader).read_list()
        finally:
            loader.dispose()


class _Reading:
    """Builds values of the events of libyaml, which are a fifth of the work of its nodes."""

    def __init__(self, name: str, loader: Any) -> None:  # noqa: ANN401 - two loaders share no class
        self._name = name
        self._loader = loader
        self._anchors: dict[str, object] = {}
        self._lines: dict[Path, int] = {}

    def read_list(self) -> Iterator[YamlEntry]:
        take = self._loader.get_event
        take()
        if not isinstance(take(), yaml.DocumentStartEvent) or not isinstance(
            take(), yaml.SequenceStartEvent
        ):
            raise DataFileError(f"{self._name}: a list of entries is wanted")
        place = 0
        while not isinstance(event := take(), yaml.SequenceEndEvent):
            self._lines = {(): _get_line(event)}
            fields = self._build(event, ())
            if not isinstance(fields, dict):
                raise self._refuse(event, f"entry {place + 1}: fields such as name are wanted")
            yield YamlEntry(self._name, place, fields, self._lines)
            place += 1
        take()
        if not isinstance(event := take(), yaml.StreamEndEvent):
            raise self._refuse(event, "no YAML: another document begins")

    def _build(self, event: Any, path: tuple[int | str, ...]) -> object:  # noqa: ANN401
        value: object
        match event:
            case yaml.ScalarEvent():
                value = self._build_scalar(event)
            case yaml.AliasEvent():
                if event.anchor not in self._anchors:
                    raise self._refuse(event, f"no YAML: there is no &{event.anchor} before")
                return self._anchors[event.anchor]
            case _ if event.tag not in _PLAIN_TAGS:
                raise self._refuse(event, f"no YAML: {event.tag} is not for lists and fields")
            case _ if len(path) == DEEPEST:
                raise self._refuse(event, "no YAML: too many lists and fields inside each other")
            case yaml.SequenceStartEvent():
                value = list(self._build_items(path))
            case _:
                value = dict(self._build_fields(path))
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _build_items(self, path: tuple[int | str, ...]) -> Iterator[object]:
        at = 0
        while not isinstance(event := self._loader.get_event(), yaml.SequenceEndEvent):
            inner = (*path, at)
            self._lines[inner] = _get_line(event)
            yield self._build(event, inner)
            at += 1

    def _build_fields(self, path: tuple[int | str, ...]) -> Iterator[tuple[str, object]]:
        keys: set[str] = set()
        while not isinstance(key := self._loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self._refuse(key, "no YAML: the name of a field is wanted")
            if key.value in keys:
                raise self._refuse(key, f"{key.value} is there twice")
            keys.add(key.value)
            inner = (*path, key.value)
            self._lines[inner] = _get_line(key)
            yield key.value, self._build(self._loader.get_event(), inner)

    def _build_scalar(self, event: Any) -> object:  # noqa: ANN401
        tag = event.tag
        if tag in {None, "!"}:
            tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == _TEXT:
            return event.value
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self._loader.construct_document(node)
        except ValueError as error:  # 2031-13-41
            raise self._refuse(event, f"no YAML: {event.value}: {error}") from error

    def _refuse(self, event: Any, problem: str) -> DataFileError:  # noqa: ANN401
        return DataFileError(f"{self._name}:{_get_line(event) + 1}: {problem}")


def _get_line(event: Any) -> int:  # noqa: ANN401
    """Return the line, from 0; every event of a loader has its mark."""
    line: int = event.start_mark.line
    return line
