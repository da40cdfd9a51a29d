"""The places of an article as tags: each name with what it means, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tidings.article import Article
from tidings.tags import Entity, GeoPoint, Location, Span
from tidings_enrich.places.homes import ANY_SOURCE, find_written_at, read_homes
from tidings_enrich.places.known import Setting
from tidings_enrich.places.mentions import Named
from tidings_enrich.places.resolver import Resolved, resolve_places
from tidings_enrich.places.units import Gazetteer, Unit


class PlaceLocator:
    """Locates the places of articles; ``homes`` gives the region of each source, ``*`` of others.

    Raises UnknownRegionError for a home that the gazetteer does not know.
    """

    def __init__(self, gazetteer: Gazetteer, homes: Mapping[str, str]) -> None:
        self._gazetteer = gazetteer
        self._homes = read_homes(homes, gazetteer)

    def locate(
        self, article: Article, entities: Sequence[Entity], sentence_starts: Sequence[int]
    ) -> list[Location]:
        """Return the places that are certain enough, in order of first mention.

        A name that means two places in one article is there twice. ``sentence_starts`` are offsets
        into the body, in order.
        """
        named = sorted(
            Named(span.start, span.end, *_tell(entity, span))
            for entity in entities
            if entity.type != "person"
            for span in entity.mentions
        )
        home = self._homes.get(article.source) or self._homes.get(ANY_SOURCE)
        setting = Setting(find_written_at(article.dateline, self._gazetteer), home)
        found = resolve_places(article.body, named, sentence_starts, setting, self._gazetteer)
        grouped: dict[tuple[str, int], list[Resolved]] = {}
        for each in found:
            grouped.setdefault((each.name, each.choice.unit.id), []).append(each)
        return [_describe(article.body, own) for own in grouped.values()]


def _tell(entity: Entity, span: Span) -> tuple[bool, str]:
    """Return whether a mention is a place's, and the full name of a country that is one sign."""
    is_place = entity.type == "place"
    return is_place, entity.name if is_place and len(span.text) == 1 else ""


def _describe(body: str, found: Sequence[Resolved]) -> Location:
    """Return the tag of all mentions of one place by one name; the surest of them counts."""
    surest = max(found, key=lambda each: each.choice.confidence)
    unit = surest.choice.unit
    return Location(
        name=surest.name,
        path=unit.path,
        country=unit.country,
        adcode=unit.code,
        geonames_id=unit.geonames,
        point=_find_point(unit),
        confidence=surest.choice.confidence,
        rule=surest.choice.rule,
        because=surest.choice.because,
        mentions=tuple(
            Span(start=each.start, end=each.end, text=body[each.start : each.end]) for each in found
        ),
    )


def _find_point(unit: Unit) -> GeoPoint | None:
    if unit.latitude is None or unit.longitude is None:
        return None
    return GeoPoint(lat=unit.latitude, lon=unit.longitude)
