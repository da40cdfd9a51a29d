"""The dashboard of people, organisations and places."""

from __future__ import annotations

from typing import Final

from kibana_objects.parts import COLUMNS, NOT_WITHDRAWN, OVER_TIME, PUBLISHED, rank
from kibana_objects.queries import Exists
from kibana_objects.vocabulary import Board, Chart, Count, GridMap, Latest, Row, Search, Terms

WHO_AND_WHERE: Final = Board(
    "tidings-who-and-where",
    "Who and where",
    "People, organisations and places of the articles published in the time chosen.",
    PUBLISHED,
    (
        Row(
            22,
            (
                GridMap(
                    "map",
                    "Places",
                    "Resolved places of the articles, near ones together. The ground is off until "
                    "you show it, for it comes from Elastic's map service.",
                    "location_points",
                ),
            ),
        ),
        Row(
            16,
            (
                rank("persons", "Person", "persons", "By the name in simplified characters."),
                rank("organizations", "Organisation", "organizations", "As tagged."),
                rank("places", "Place", "places", "As named, before it is resolved."),
            ),
        ),
        Row(
            15,
            (
                Chart(
                    "bars",
                    "persons-over-time",
                    "Persons over time",
                    "The five most frequent.",
                    (OVER_TIME, Terms("persons", "Person", 5)),
                ),
                Chart(
                    "bars",
                    "countries-over-time",
                    "Countries over time",
                    "The eight most frequent, by ISO 3166 code.",
                    (OVER_TIME, Terms("countries", "Country", 8)),
                ),
            ),
        ),
        Row(
            16,
            (
                rank("regions", "Region", "location_paths", "Each with all that lies in it."),
                Chart(
                    "table",
                    "watched-names",
                    "Watched names",
                    "Names of your own list that somebody waits for.",
                    (Terms("watched", "Name", 50),),
                    (Count(), Latest("published_at", "Last published")),
                ),
            ),
        ),
        Row(
            18,
            (
                Search(
                    "watched",
                    "Articles with watched names",
                    "Those with a name of your own list that somebody waits for.",
                    COLUMNS,
                    Exists("watched"),
                ),
            ),
        ),
    ),
    NOT_WITHDRAWN,
)
