"""What a message can hold: a path for each field, and each word where words are a closed list.

``tags.entities.type`` is a field, ``tags.entities.type=person`` a word that it may hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from contract.messages.stored import Stored

from tidings.model import Message


def list_parts(model: type[Message], above: str = "") -> Iterator[str]:
    """Yield what a message of ``model`` can hold."""
    for name, field in model.model_fields.items():
        yield above + name
        for kind in _list_kinds(field.annotation):
            if isinstance(kind, type) and issubclass(kind, Message):
                yield from list_parts(kind, f"{above}{name}.")
            elif get_origin(kind) is Literal:
                yield from (f"{above}{name}={word}" for word in get_args(kind))


def list_written(message: Stored, words: frozenset[str] = frozenset()) -> set[str]:
    """Return what ``message`` holds; of its texts only those that stand in ``words``."""
    headers = {f"header {name}" for name, _ in message.headers}
    return headers | set(_list_fields(message.fields, words))


def list_objects(value: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of each JSON object in ``value``, itself included."""
    if isinstance(value, dict):
        yield above
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        if isinstance(each, dict | list):
            yield from list_objects(each, (*above, name))


def _list_kinds(annotation: Any) -> Iterator[Any]:
    """Yield what stands inside of an optional, a tuple or a constrained type."""
    if get_origin(annotation) is Annotated:
        yield from _list_kinds(get_args(annotation)[0])
    elif get_origin(annotation) in {tuple, Union, UnionType}:
        for each in get_args(annotation):
            yield from _list_kinds(each)
    else:
        yield annotation


def _list_fields(value: dict[str, Any], words: frozenset[str], above: str = "") -> Iterator[str]:
    for name, held in value.items():
        for each in held if isinstance(held, list) else [held]:
            if each is not None:
                yield above + name
            if f"{above}{name}={each}" in words:
                yield f"{above}{name}={each}"
            if isinstance(each, dict):
                yield from _list_fields(each, words, f"{above}{name}.")
