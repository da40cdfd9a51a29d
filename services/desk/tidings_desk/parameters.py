"""What a request may ask for: the parameters, their limits, and the search that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tidings.search.word_queries import MOST_CHARACTERS
from tidings_desk.moments import Moment

# More than anybody clicks; each is a clause in every facet's count.
MOST_VALUES: Final = 50
# The length from which on a keyword is not indexed.
LONGEST_VALUE: Final = 500
MOST_HITS: Final = 100
USUAL_HITS: Final = 20
Sort = Literal["relevance", "newest", "oldest"]


def check_words(words: str) -> str:
    """Return the words; raises ValueError for more than the index can be asked for."""
    if len(words) > MOST_CHARACTERS:
        raise ValueError(f"the query has {len(words):,} characters; {MOST_CHARACTERS} are the most")
    return words


Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
Values = Annotated[list[Value], Field(max_length=MOST_VALUES)]
Words = Annotated[
    str,
    AfterValidator(check_words),
    Field(description="Words that must all occur; in quotation marks as they stand."),
]


class Asked(BaseModel):
    """Words, filters and a period: what every question has."""

    # A parameter that is misspelt would find too much in silence.
    model_config = ConfigDict(frozen=True, extra="forbid")

    q: Words = ""
    person: Values = []
    organization: Values = []
    place: Values = Field(default=[], description="A name as tagged, or a path: 山西省/太原市.")
    event_type: Values = []
    topic: Values = Field(default=[], description="A name in English or Chinese, or a code.")
    source: Values = []
    language: Values = []
    story: Value | None = Field(default=None, description="The ``story_id`` of an article.")
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")

    def chosen(self) -> Mapping[str, Sequence[str]]:
        """Return the values by facet, without those that are there twice."""
        return {
            facet: tuple(dict.fromkeys(getattr(self, facet)))
            for facet in FACETS
            if getattr(self, facet)
        }


FACETS: Final = ("person", "organization", "place", "event_type", "topic", "source", "language")


class Sorted(Asked):
    """The same, in an order."""

    sort: Sort = "relevance"


class Paged(Sorted):
    """The same, a page at a time."""

    size: int = Field(default=USUAL_HITS, ge=0, le=MOST_HITS)
    after: str | None = Field(
        default=None, max_length=2_000, description="``next`` of the answer before."
    )
