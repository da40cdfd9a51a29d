"""Choose what a name means among several units, by what is known around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tidings.tags import LocationRule
from tidings_enrich.places.surroundings import Surroundings
from tidings_enrich.places.units import CHINESE, Candidate, Form, Kin, Level, Unit


class Choice(NamedTuple):
    """The unit that a name means, how sure that is (0 to 1), and why."""

    unit: Unit
    confidence: float
    rule: LocationRule
    because: str | None = None


class Context(NamedTuple):
    """Known places of one kind around a mention, and how sure they make of what is near them."""

    rule: LocationRule
    known: Surroundings
    confidence: float
    weight: float
    """What being near them adds to the logarithm of a town's population: see settle_abroad."""
    least: Kin = Kin.PROVINCE
    """How near a Chinese unit must be to them for this to count."""


def prefer(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates without those that are parts of another one and named after it.

    新加坡 is the country, not the town; 香港 the region. A name that is a unit's own hides units
    in China that are seldom called so.
    """
    wholes = {
        each.unit.id
        for each in candidates
        if each.unit.level is Level.COUNTRY or each.unit.is_city_province
    }
    kept = [each for each in candidates if wholes.isdisjoint(each.unit.lineage[:-1])]
    own = [each for each in kept if each.form is not Form.OTHER or each.unit.country != "CN"]
    return own or kept


def is_in_china(candidates: Sequence[Candidate]) -> bool:
    """Return whether every candidate is one of China's divisions."""
    return all(each.unit.code is not None for each in candidates)


def choose_only(candidates: Sequence[Candidate], chained: bool) -> Choice | None:
    """Return the only candidate; of several inside the place named before, the highest.

    A county without its suffix has to wait for what is around it: 临江 may be a name made up, or
    a city too small for the gazetteer.
    """
    if chained:
        top = min((each.unit.level for each in candidates), default=None)
        best = [each.unit for each in candidates if each.unit.level == top]
        return Choice(best[0], 0.98, "inside_neighbour") if len(best) == 1 else None
    if len(candidates) != 1:
        return None
    unit, form = candidates[0].unit, candidates[0].form
    if form is Form.FULL or unit.level < Level.COUNTY:
        return Choice(unit, 0.95 if unit.level < Level.CITY else 0.85, "only_one")
    return None


def settle_in_china(
    candidates: Sequence[Candidate], contexts: Sequence[Context]
) -> tuple[Choice | None, Sequence[Candidate]]:
    """Return the unit that the first context singles out; else None and what is left of them."""
    left = candidates
    for context in contexts:
        narrowed, support = context.known.narrow(left, context.least)
        if len(narrowed) == 1 and support.kin:
            return Choice(narrowed[0].unit, context.confidence, context.rule, support.because), []
        left = narrowed
    return None, left


def choose_province(candidates: Sequence[Candidate]) -> Choice | None:
    """Return the province among the candidates: 海南 alone is never 海南州 in 青海."""
    found = [each.unit for each in candidates if each.unit.level is Level.PROVINCE]
    return Choice(found[0], 0.85, "highest") if len(found) == 1 else None


def choose_highest(left: Sequence[Candidate], narrowed: bool) -> Choice | None:
    """Return the unit that stands above all others of its name: 吉林 is the province.

    The districts of Beijing and its like stand as high as prefectures, so none wins over them,
    nor do they. ``narrowed`` says that a context left these of more.
    """
    top = min(each.unit.level for each in left)
    best = [each for each in left if each.unit.level == top]
    rivals = [each for each in left if each.unit.level != top and each.unit.is_city_district]
    if len(best) > 1 and (city := _find_seat([each.unit for each in best])):
        return Choice(city, 0.75, "highest")
    if len(best) != 1 or (rivals and top is Level.PREFECTURE) or top is Level.COUNTY:
        return None
    return Choice(best[0].unit, 0.85 if narrowed else 0.7, "highest")


def _find_seat(units: Sequence[Unit]) -> Unit | None:
    """Return the city beside the county of the same name: 伊宁 is 伊宁市 before 伊宁县."""
    cities = [each for each in units if each.name.endswith("市")]
    around = {each.lineage[:-1] for each in units}
    return cities[0] if len(cities) == 1 and len(around) == 1 else None


def leave_china_alone(candidates: Sequence[Candidate], known: Surroundings) -> Sequence[Candidate]:
    """Return those in China, unless the text names the country abroad: 广州 is no town in Korea."""
    own = [each for each in candidates if each.unit.country in CHINESE]
    if not own or len(own) == len(candidates):
        return candidates
    return [
        each
        for each in candidates
        if each.unit.country in CHINESE or known.support(each.unit).kin >= Kin.COUNTRY
    ]
