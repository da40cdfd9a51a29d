"""Tagged articles written down in short: people, places with their points, events by words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from index_parts import span

from tidings.article import Article
from tidings.tags import Entity, Event, GeoPoint, Location, TaggedArticle, Tags

NOW: Final = datetime(2031, 5, 7, 9, 30, tzinfo=UTC)
POINTS: Final = {
    "临江市": ("云岭省/临江市", GeoPoint(lat=31.5, lon=112.25)),
    # Eight kilometres from the first, and some two hundred.
    "渡口镇": ("云岭省/临江市/渡口镇", GeoPoint(lat=31.56, lon=112.3)),
    "滨海县": ("云岭省/滨海县", GeoPoint(lat=32.6, lon=113.9)),
}


class Corpus:
    """Articles by a short name; numbers, and so ids, in the order in which they are made."""

    def __init__(self) -> None:
        self.articles: dict[str, TaggedArticle] = {}

    def add(self, key: str, day: str, headline: str, body: str, **tags: Iterable[Any]) -> None:
        """Add an article; ``tags`` are ``persons``, ``organizations``, ``places``, ``events``."""
        self.put(key, Tags(**build_tags(body, **tags)), day, headline=headline, body=body)

    def put(self, key: str, tags: Tags, day: str, story: str | None = None, **fields: Any) -> None:
        number = len(self.articles) + 1
        given: dict[str, Any] = {
            "id": f"{number:032x}",
            "revision": number,
            "content_hash": "h",
            "source": "临江日报",
            "language": "zh-Hans",
            "received_at": NOW,
            "published_at": datetime.fromisoformat(f"2031-{day}").replace(tzinfo=UTC),
        }
        self.articles[key] = TaggedArticle(
            article=Article(**given | fields),
            tags=tags,
            enriched_at=NOW,
            story_id=self.articles[story].article.id if story else None,
        )


def build_tags(
    body: str,
    persons: Iterable[tuple[str, float]] = (),
    organizations: Iterable[str] = (),
    places: Iterable[str] = (),
    events: Iterable[tuple[str, str, str, str | None]] = (),
) -> dict[str, Any]:
    """Return the tags; an event is type, status, trigger, actor; its sentence the body."""
    named = [
        *(("person", name, confidence) for name, confidence in persons),
        *(("organization", name, 0.9) for name in organizations),
        *(("place", name, 0.9) for name in places),
    ]
    return {
        "entities": tuple(
            Entity(type=kind, name=name, mentions=(span(name, body),), confidence=confidence)
            for kind, name, confidence in named
        ),
        "locations": tuple(
            Location(
                name=name,
                path=POINTS[name][0],
                country="CN",
                point=POINTS[name][1],
                confidence=0.9,
                rule="only_one",
                mentions=(span(name, body),),
            )
            for name in places
        ),
        "events": tuple(
            Event(
                type=kind,
                code="000",
                status=status,
                trigger=span(trigger, body),
                sentence=span(body, body),
                actors=(actor,) if actor else (),
                confidence=0.9,
            )
            for kind, status, trigger, actor in events
        ),
    }
