"""The dashboard of what feeds send."""

from __future__ import annotations

from typing import Final

from kibana_objects.parts import RECEIVED, rank
from kibana_objects.queries import Exists, Not
from kibana_objects.vocabulary import (
    Board,
    Chart,
    Count,
    Dates,
    Distinct,
    Filters,
    Latest,
    Row,
    Search,
    Terms,
)

_SOURCES: Final = Terms("source", "Source", 50)


def _split_sources(slug: str, title: str, note: str, *queries: tuple[str, Exists | Not]) -> Chart:
    return Chart("table", slug, title, note, (_SOURCES, Filters(queries)))


FEEDS: Final = Board(
    "tidings-feeds",
    "How feeds behave",
    "What came in the time chosen, by the time of receipt; withdrawn articles as well.",
    RECEIVED,
    (
        Row(
            15,
            (
                Chart(
                    "bars",
                    "received-over-time",
                    "Received over time",
                    "Articles by source. A corrected one counts when its last revision came.",
                    (Dates("received_at"), Terms("source", "Source", 10)),
                ),
            ),
        ),
        Row(
            16,
            (
                Chart(
                    "table",
                    "feeds-by-source",
                    "Sources and feeds",
                    "A feed that has gone silent has an old last receipt.",
                    (_SOURCES, Terms("feed", "Feed", 20, "no feed named")),
                    (
                        Count(),
                        Distinct("story_id", "Stories"),
                        Latest("received_at", "Last received"),
                    ),
                ),
            ),
        ),
        Row(
            16,
            (
                _split_sources(
                    "dates-given",
                    "Dates of publication",
                    "Articles without one are on no other dashboard.",
                    ("with a date", Exists("published_at")),
                    ("without a date", Not(Exists("published_at"))),
                ),
                _split_sources(
                    "own-and-copied",
                    "Own reports and copies",
                    "A copy repeats what another source or the same one sent before.",
                    ("own", Not(Exists("near_duplicate_of"))),
                    ("copies", Exists("near_duplicate_of")),
                ),
            ),
        ),
        Row(
            13,
            (
                rank("languages", "Language", "language", "As told by us.", "not told"),
                rank("statuses", "Status", "status", "Of the last revision."),
                rank("pipelines", "Tagged by", "lineage.pipeline", "Versions.", "not told"),
            ),
        ),
        Row(
            18,
            (
                Search(
                    "copies",
                    "Copies",
                    "Articles that repeat an earlier one.",
                    ("headline", "source", "feed", "near_duplicate_of", "story_id"),
                    Exists("near_duplicate_of"),
                ),
            ),
        ),
    ),
)
