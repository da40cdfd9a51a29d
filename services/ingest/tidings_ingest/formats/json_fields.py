"""The fields of JSON that others defined: what we do not know is left unread. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.drafting import Remarks
from tidings_ingest.formats.feed_times import UNREADABLE_TIME
from tidings_ingest.formats.moments import read_moment


class Fields:
    """One JSON object, whose field names are read in any letter case.

    Every method raises UnreadableError (422) naming the field whose value is of another kind.
    ``null`` is a field that is not there.
    """

    def __init__(self, values: Mapping[str, Any], where: str = "") -> None:
        self._values = {name.lower(): value for name, value in values.items() if value is not None}
        self._where = where

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> Iterator[str]:
        """Yield the names of the fields, in lower case and in their order."""
        yield from self._values

    def text(self, *names: str) -> str:
        """Return the first text that one of ``names`` has; a number counts as its digits."""
        return next((text for name in names if (text := self._text(name, self._get(name)))), "")

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, also where there is one without a list."""
        values = self._get(name, [])
        values = values if isinstance(values, list) else [values]
        return [self._text(f"{name}[{number}]", each) for number, each in enumerate(values)]

    def objects(self, *names: str) -> list[Fields]:
        """Return the objects of all ``names``, in a list or under names of their own."""
        return [each for name in names for each in self._objects(name)]

    def moment(self, remarks: Remarks, *names: str) -> datetime | None:
        """Return the first time that one of ``names`` has; one that is none is remarked on."""
        for name in names:
            if text := self.text(name):
                moment = read_moment(text)
                if moment is not None:
                    return moment
                remarks[UNREADABLE_TIME] += 1
        return None

    def _get(self, name: str, default: object = "") -> object:
        return self._values.get(name, default)

    def _text(self, name: str, value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise self._refuse(name, "a string is wanted")
        if "\0" in value:
            raise self._refuse(name, "there is a NUL character in it")
        if not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value):
            raise self._refuse(name, "there is half a surrogate pair in it")
        return value

    def _objects(self, name: str) -> Iterator[Fields]:
        values = self._get(name, [])
        if isinstance(values, Mapping):
            values = values.values() if all(map(_is_object, values.values())) else [values]
        elif not isinstance(values, list):
            raise self._refuse(name, "a list of objects is wanted")
        for number, value in enumerate(values):
            if not _is_object(value):
                raise self._refuse(f"{name}[{number}]", "an object is wanted")
            yield Fields(value, f"{self._where}{name}[{number}].")

    def _refuse(self, name: str, detail: str) -> UnreadableError:
        return UnreadableError(422, Problem(f"{self._where}{name}", detail))


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)
