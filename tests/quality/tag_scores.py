"""How the tags of articles compare with what a person read in them, as precision and recall."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tidings.article import Article, Caption
from tidings.tags import Tags

FIELDS = ("persons", "titles", "organizations", "places", "times", "quantities")
# The day on which the hand-read articles are news; their dates are not compared.
DAY = datetime(2031, 9, 1, 4, 0, tzinfo=UTC)


class Score(NamedTuple):
    """What was right, what was said and what was wanted, over all articles."""

    right: int
    said: int
    wanted: int

    @property
    def precision(self) -> float:
        """Return how much of what was said is right."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Return how much of what was wanted was said."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.wanted) if self.said + self.wanted else 1.0


def build_article(number: int, read: dict[str, Any]) -> Article:
    """Return the article of a hand-read file."""
    captions = (Caption(text=c["text"], photographer=c["photographer"]) for c in read["captions"])
    return Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="",
        source="example-gazette",
        language=read.get("language", "zh"),
        byline=tuple(read["byline"]),
        captions=tuple(captions),
        body="\n".join(read["paragraphs"]),
        published_at=DAY,
        received_at=DAY,
    )


def score_tags(pairs: list[tuple[dict[str, Any], Tags]]) -> dict[str, Score]:
    """Return the score of each field; what a reading calls optional counts neither way."""
    totals = {field: [0, 0, 0] for field in FIELDS}
    for read, tags in pairs:
        for field, said, wanted, free in _compare(read, tags):
            counted = said - (free - wanted)
            for at, names in enumerate((counted & wanted, counted, wanted)):
                totals[field][at] += len(names)
    return {field: Score(*counts) for field, counts in totals.items()}


Row = tuple[str, set[Any], set[Any], set[Any]]


def _compare(read: dict[str, Any], tags: Tags) -> Iterator[Row]:
    persons = {_fold(each["name"]): set(map(_fold, each["titles"])) for each in read["persons"]}
    staff = [*read["byline"], *(each["photographer"] for each in read["captions"])]
    optional = {_fold(each) for each in (*staff, *read.get("persons_optional", [])) if each}
    yield "persons", _fold_all(tags.names("person")), set(persons), optional
    wanted = {(name, title) for name, titles in persons.items() for title in titles}
    said = {
        (name, _find_alike(_fold(title.name), persons[name]))
        for each in tags.entities
        if (name := _fold(each.name)) in persons and each.type == "person"
        for title in each.titles
    }
    yield "titles", said, wanted, set()
    found = {
        "organizations": tags.names("organization"),
        "places": tags.names("place"),
        "times": tuple(each.span.text for each in tags.times),
        "quantities": tuple(each.span.text for each in tags.quantities),
    }
    for field, names in found.items():
        free = _fold_all(read.get(f"{field}_optional", []))
        yield field, _fold_all(names), _fold_all(read[field]), free


def _find_alike(title: str, known: set[str]) -> str:
    """Return the known office that is this one in a longer or shorter form."""
    alike = sorted(each for each in known if each.endswith(title) or title.endswith(each))
    return title if title in known or not alike else alike[0]


def _fold_all(names: Any) -> set[str]:
    return {_fold(each if isinstance(each, str) else each["text"]) for each in names}


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
