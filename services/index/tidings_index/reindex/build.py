"""How far a new index is: kept in its own mapping, so that an interrupted build goes on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from pydantic import ValidationError

from tidings.dlq.ports import Stretch
from tidings.model import Message

Filling = Literal["index", "topic", "index and topic", "index and tagger", "snapshot"]
KEY: Final = "build"


class Build(Message):
    """Where a new index comes from and what is in it already.

    ``source`` is the index that it takes the place of. ``copied_to`` is the id up to which
    ``source`` was copied, in the order of ids; ``offsets`` are the next ones to read of ``topic``,
    by partition. ``is_blocking`` says that ``source`` was closed to writers, for the swap.
    ``snapshot`` is where it was restored from.
    """

    source: str
    filling: Filling
    topic: str
    offsets: dict[int, int]
    copied: int = 0
    copied_to: str | None = None
    is_copied: bool = False
    is_tagged: bool = False
    is_blocking: bool = False
    snapshot: str | None = None

    def needs_copy(self) -> bool:
        """Return whether documents of ``source`` are still to be copied."""
        return self.filling != "topic" and not self.is_copied

    def is_shadow(self) -> bool:
        """Return whether the tags in it are other than those on the topic."""
        return self.filling == "index and tagger"

    def is_restored(self) -> bool:
        """Return whether a snapshot was in it before anything else."""
        return self.filling == "snapshot"

    def keeps_tags(self) -> bool:
        """Return whether what is in it stays when the topic has the same revision."""
        return self.is_shadow() or self.is_restored()

    def changed(self, **fields: object) -> Build:
        """Return the build with other values of some fields."""
        return self.model_copy(update=fields)


def choose_offsets(
    filling: Filling, held: Iterable[Stretch], committed: Mapping[int, int | None]
) -> dict[int, int]:
    """Return where the reading of the topic starts, by partition.

    Whatever lies before a committed offset is in the index already, and so in a copy of it that is
    begun later. ``held`` is what the topic holds.
    """
    if "topic" in filling:
        return {each.partition: each.start for each in held}
    return {each.partition: max(each.start, committed.get(each.partition) or 0) for each in held}


def read_build(meta: Mapping[str, Any]) -> Build | None:
    """Return the build that the ``_meta`` of a mapping tells, None when it tells none."""
    try:
        return Build.model_validate(meta.get(KEY))
    except ValidationError:
        return None


def write_build(meta: Mapping[str, Any], build: Build) -> dict[str, Any]:
    """Return ``meta`` with the build in it."""
    return {**meta, KEY: build.model_dump(mode="json")}
