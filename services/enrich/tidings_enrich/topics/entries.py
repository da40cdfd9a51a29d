"""What the data files of topics look like."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from tidings_enrich.tagging.events.codebook_entries import TypeName

Code = Annotated[str, Field(pattern=r"^\d{8}$")]
Weight = Annotated[float, Field(gt=0, le=5)]
Words = Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]


class MediaTopic(BaseModel):
    """A topic of the IPTC Media Topics; ``broader`` is the code of the one above it.

    ``own_zh`` marks a Chinese name that is ours and not IPTC's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    broader: Code | None = None
    own_zh: bool = False

    @property
    def top(self) -> str:
        """Return the code of the topic of the first level: its own, or the one above it."""
        return self.broader or self.code


class WeightedWords(RootModel[dict[Code, dict[Weight, Words]]]):
    """The words of one language, by topic and weight."""


class EventWeights(RootModel[dict[TypeName, dict[Code, Weight]]]):
    """How much an event of each type says for which topics."""
