"""Read data files in YAML strictly: what is wrong is told with file, line and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from tidings_enrich.yaml_text import compose_yaml

Schema = TypeVar("Schema", bound=BaseModel)
Path = Sequence[int | str]
"""The way to a value inside a document: keys of mappings, places in lists counted from 0."""


class DataFileError(ValueError):
    """What a data file says is wrong; the message names file, line, entry and problem."""


@dataclass(frozen=True)
class Document:
    """One YAML file: its name, its nodes, which know their lines, and what it holds."""

    name: str
    root: yaml.Node | None
    value: object

    def locate(self, path: Path = ()) -> str:
        """Return ``name:line`` of the value at ``path``, or of the last part of it that is there.

        Lines count from 1.
        """
        node = self.root
        line = node.start_mark.line if node else 0
        for key in path:
            step = _step(node, key)
            if step is None:
                break
            line, node = step
        return f"{self.name}:{line + 1}"

    def check(self, schema: type[Schema], value: object, path: Path, entry: str) -> Schema:
        """Return ``value``, which stands at ``path``, as ``schema``; raises DataFileError."""
        return check_value(schema, value, entry, lambda inner: self.locate((*path, *inner)))

    def list_entries(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Yield place and fields of each entry of a document that is a list of them."""
        if not isinstance(self.value, list):
            raise DataFileError(f"{self.name}: a list of entries is wanted")
        for place, entry in enumerate(self.value):
            if not isinstance(entry, dict):
                where = self.locate((place,))
                raise DataFileError(f"{where}: entry {place + 1}: fields such as name are wanted")
            yield place, entry


def read_document(file: Traversable) -> Document:
    """Return the document in ``file``; raises DataFileError where it is no YAML in UTF-8."""
    with name_yaml_errors(file.name):
        return Document(file.name, *compose_yaml(file.read_text(encoding="utf-8")))


@contextmanager
def name_yaml_errors(name: str) -> Iterator[None]:
    """Raise DataFileError for what keeps the file ``name`` from being read as YAML in UTF-8."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"{name}:{line}: no YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise DataFileError(f"{name}: cannot be read as YAML: {error}") from error


def check_value(
    schema: type[Schema], value: object, entry: str, locate: Callable[[Path], str]
) -> Schema:
    """Return ``value`` as ``schema``; raises DataFileError.

    ``locate`` returns file and line of the way to a value inside of ``value``.
    """
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'it'}: {each['msg']}" for each in error.errors()
        )
        where = locate(error.errors()[0]["loc"])
        raise DataFileError(f"{where}: {entry}: {problems}") from error


def refuse_repeated_keys(document: Document) -> None:
    """Raise DataFileError where a mapping has a key twice: YAML would keep the last in silence."""
    waiting = [document.root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if key.value in keys:
                    line = key.start_mark.line + 1
                    raise DataFileError(f"{document.name}:{line}: {key.value} is there twice")
                keys.add(key.value)
                waiting.append(value)


def _step(node: yaml.Node | None, key: int | str) -> tuple[int, yaml.Node] | None:
    """Return the line where the field or item begins, counted from 0, and its value."""
    match node:
        case yaml.SequenceNode() if isinstance(key, int) and key < len(node.value):
            return node.value[key].start_mark.line, node.value[key]
        case yaml.MappingNode():
            for name, value in node.value:
                if name.value == str(key):
                    return name.start_mark.line, value
    return None
