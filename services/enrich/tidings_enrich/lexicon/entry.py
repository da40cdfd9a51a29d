"""What the user's lexicon says of one name."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tidings.tags import EntityType

# As long as a keyword of the index may be.
Name = Annotated[str, Field(min_length=1, max_length=500)]
Link = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*:\S+$", max_length=500)]


class LexiconEntry(BaseModel):
    """A person, organisation or place: ``name`` is the form to show, ``aliases`` are others.

    ``links`` say who it is elsewhere: ``wikidata:Q42``, ``lei:5493001KJTIIGC8Y1R12``. ``watch``
    marks what somebody waits for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    kind: EntityType
    aliases: tuple[Name, ...] = ()
    links: tuple[Link, ...] = ()
    watch: bool = False

    @field_validator("links", mode="before")
    @classmethod
    def _join_links(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        """Take ``{wikidata: Q42}`` for ``["wikidata:Q42"]``."""
        if isinstance(value, dict):
            return tuple(f"{scheme}:{key}" for scheme, key in value.items())
        return value


class Placed(NamedTuple):
    """An entry and where it stands: ``people.csv:12``."""

    where: str
    entry: LexiconEntry
