"""The port behind which articles are tagged anew beside the index; whoever knows it implements it.

``tidings retag`` needs it. The package that implements it names itself under the entry-point group
``tidings.shadows``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from tidings.bars import BeginBar
from tidings.dead_letter import Position
from tidings.outcome import Reject
from tidings.tags import TaggedArticle, Tags

GROUP = "tidings.shadows"


class ShadowError(Exception):
    """It cannot be done; the message is one line, and says what can."""


@dataclass(frozen=True, slots=True)
class IndexedTags:
    """The tags that an article has in the index, its story, and the raw message it came from."""

    origin: Position
    tags: Tags
    story_id: str | None = None
    near_duplicate_of: str | None = None


class Shadow(Protocol):
    """The index as it is, and one beside it for articles that are tagged anew.

    Every call may raise ShadowError.
    """

    def find_tags(self, ids: Sequence[str]) -> Mapping[str, IndexedTags]:
        """Return what is indexed of these articles; withdrawn ones are left out."""
        ...

    def begin(self, begin_bar: BeginBar) -> str:
        """Copy the index, from where that was interrupted; return the name of the new one."""
        ...

    def write(self, articles: Sequence[TaggedArticle]) -> Mapping[str, Reject]:
        """Write articles over their copies; return those that the new index refuses, by id."""
        ...

    def complete(self) -> None:
        """Note that all tags are written, so that the new index can take the place of the old."""
        ...


class OpenShadow(Protocol):
    """Finds the index of a running stack."""

    def __call__(self, data_dir: Path | None) -> AbstractContextManager[Shadow]:
        """Give it for a while; ``data_dir`` is the folder of the stack's data."""
        ...


def load_shadow() -> OpenShadow:
    """Return what the installed package gives; raises ShadowError where there is none."""
    for point in entry_points(group=GROUP):
        opener: OpenShadow = point.load()
        return opener
    raise ShadowError("tagging anew needs the package tidings-index")
