"""The watches file: the commands write it, and the running stage notes in it what became of posts.

As the other files with secrets it is mode 600, changed as a whole under a lock, and looked at once
a second (docs/decisions/0015, 0036).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tidings.private.change import change_entries
from tidings.private.reading import read_private
from tidings.private.watch import FileWatch
from tidings_index.watch.entry import MOST_WATCHES, Question, Watch
from tidings_index.watch.tally import Tally

FIELDS: Final = {"watches", *Watch.model_fields, *Question.model_fields, "schema_version"}


class WatchFileContent(BaseModel):
    """What stands in the file; no two watches have the same name or id."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    schema_version: Literal[1] = 1
    watches: tuple[Watch, ...] = Field(max_length=MOST_WATCHES)

    @model_validator(mode="after")
    def _find_doubles(self) -> Self:
        for what in ("name", "id"):
            values = [getattr(each, what) for each in self.watches]
            if len(set(values)) < len(values):
                raise ValueError(f"two watches have the same {what}")
        return self


def read_watches(path: Path) -> tuple[Watch, ...]:
    """Return what is in a file; raises PrivateFileError, also when others could have read it."""
    return read_private(path, WatchFileContent, FIELDS).watches


def change_watches(path: Path) -> AbstractContextManager[list[Watch]]:
    """Give the watches to change, none without a file, and write them at the end.

    Raises PrivateFileError.
    """

    def build(entries: Sequence[Watch]) -> WatchFileContent:
        return WatchFileContent(watches=tuple(entries))

    return change_entries(path, read_watches, build)


class WatchStore:
    """The watches by their ids, for the running stage; ``clock`` returns monotonic seconds.

    Makes the file where there is none. Raises PrivateFileError when it cannot be read at first, or
    cannot be written. For any number of threads.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        with change_watches(path):
            pass
        self._watch = FileWatch(path, clock, _read_by_id, "watches")

    def read(self) -> Mapping[str, Watch]:
        """Return the watches, as they were a second ago at most."""
        return self._watch.read()

    def note(self, tallies: Mapping[str, Tally]) -> None:
        """Add what became of posts; of watches that were removed meanwhile nothing is kept."""
        with change_watches(self._path) as entries:
            entries[:] = _add_all(entries, tallies)
        self._watch.read_now()


def _add_all(entries: Iterable[Watch], tallies: Mapping[str, Tally]) -> list[Watch]:
    return [tallies[each.id].add_to(each) if each.id in tallies else each for each in entries]


def _read_by_id(path: Path) -> dict[str, Watch]:
    return {each.id: each for each in read_watches(path)}
