"""The story of an article, and who tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tidings.article import Article


@dataclass(frozen=True, slots=True)
class Story:
    """``id`` is that of the first article in it.

    ``nearest`` is the article that this one was found to be most like, None for the first.
    """

    id: str
    nearest: str | None = None


Told = Mapping[str, Story]
"""Stories by the ids of their articles; an article that is not there has none that is known."""


class StoryTelling(Protocol):
    """Tells which articles are the same story. Its calls raise nothing and end soon."""

    def begin(self, articles: Sequence[Article]) -> Callable[[], Told]:
        """Begin to look for the stories of a batch; what is returned waits for them."""
        ...


class NoStories:
    """Tells no stories."""

    def begin(self, articles: Sequence[Article]) -> Callable[[], Told]:  # noqa: ARG002
        """Return what returns nothing."""
        return dict
