"""What several dashboards have: the index, its two clocks, columns and rankings."""

from __future__ import annotations

from typing import Final

from kibana_objects.queries import Is, Not
from kibana_objects.vocabulary import Chart, DataView, Dates, Terms

# The alias that searches go to.
INDEX: Final = "articles"
PUBLISHED: Final = DataView("tidings-published", "Articles by publication", "published_at")
# Some feeds give no dates: their articles are under this clock only.
RECEIVED: Final = DataView("tidings-received", "Articles by receipt", "received_at")
VIEWS: Final = (PUBLISHED, RECEIVED)

# A stub of a withdrawn article has no words and no tags.
NOT_WITHDRAWN: Final = Not(Is("status", ("withdrawn",)))
COLUMNS: Final = ("headline", "source", "persons", "places", "event_types")
OVER_TIME: Final = Dates("published_at")


def rank(slug: str, title: str, field: str, note: str, missing: str | None = None) -> Chart:
    """Return the 15 most frequent values of ``field`` as bars."""
    return Chart("ranking", slug, title, note, (Terms(field, title, 15, missing),))
