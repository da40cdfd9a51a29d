"""The dashboard of events, topics and stories."""

from __future__ import annotations

from typing import Final

from kibana_objects.parts import COLUMNS, NOT_WITHDRAWN, OVER_TIME, PUBLISHED, rank
from kibana_objects.queries import Is, Within
from kibana_objects.vocabulary import Board, Chart, Count, Distinct, Row, Search, Terms

WHAT_HAPPENED: Final = Board(
    "tidings-what-happened",
    "What happened",
    "Events, topics and stories of the articles published in the time chosen.",
    PUBLISHED,
    (
        Row(
            8,
            (
                Chart("number", "articles", "Articles", "As many as match."),
                Chart(
                    "number",
                    "stories",
                    "Stories",
                    "Reports that several papers have count once.",
                    metrics=(Distinct("story_id", "Stories"),),
                ),
                Chart(
                    "number",
                    "sources",
                    "Sources",
                    "Who published them.",
                    metrics=(Distinct("source", "Sources"),),
                ),
            ),
        ),
        Row(
            15,
            (
                Chart(
                    "bars",
                    "events-over-time",
                    "Events over time",
                    "Articles by the eight most frequent kinds of events in them; one with two "
                    "kinds is counted in both, one without events in none.",
                    (OVER_TIME, Terms("event_types", "Event type", 8)),
                ),
            ),
        ),
        Row(
            16,
            (
                rank("event-types", "Event type", "event_types", "Whatever its status."),
                rank("topics", "Topic", "topics", "IPTC Media Topics, with the broader ones."),
                rank("topics-zh", "主题", "topics_zh", "The same topics in Chinese."),
            ),
        ),
        Row(
            16,
            (
                Chart(
                    "table",
                    "largest-stories",
                    "Most reported stories",
                    "Each with its most frequent headline.",
                    (Terms("story_id", "Story", 15), Terms("headline.raw", "Headline", 1)),
                    (Count(), Distinct("source", "Sources")),
                ),
            ),
        ),
        Row(
            18,
            (
                Search("newest", "Newest articles", "All but withdrawn ones.", COLUMNS),
                Search(
                    "announced",
                    "Planned and demanded events",
                    "Articles with an event that has not happened, as far as they say.",
                    COLUMNS,
                    Within("events", Is("events.status", ("planned", "demanded"))),
                ),
            ),
        ),
    ),
    NOT_WITHDRAWN,
)
