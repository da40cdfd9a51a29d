"""A result from its first article to its last, or to the most that is given at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tidings_desk.archive import Archive
from tidings_desk.parameters import Sorted
from tidings_desk.requests import Fields, build_list

MOST_EXPORTED: Final = 10_000
# A page of Elasticsearch lies in memory as a whole: an article has 20 KB, with all its tags.
PAGE: Final = 100

Source = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """How many articles there are, how many of them are given, and those, read as they are used."""

    total: int
    given: int
    articles: Iterator[Source]


def read_result(archive: Archive, asked: Sorted, fields: Fields) -> Result:
    """Ask for the first page now, so that what goes wrong is known before anything is sent.

    A failure later raises from ``articles``.
    """
    first = archive.search(build_list(asked, PAGE, fields, None), asked.model_dump_json())
    total = first["hits"]["total"]["value"]
    return Result(total, min(total, MOST_EXPORTED), _read_on(archive, asked, fields, first))


def _read_on(
    archive: Archive, asked: Sorted, fields: Fields, page: Mapping[str, Any]
) -> Iterator[Source]:
    left = MOST_EXPORTED
    while hits := page["hits"]["hits"][:left]:
        yield from (hit["_source"] for hit in hits)
        left -= len(hits)
        if left == 0 or len(hits) < PAGE:
            return
        request = build_list(asked, PAGE, fields, hits[-1]["sort"])
        page = archive.search(request, asked.model_dump_json())
