"""Choose among towns by how large they are and what is near them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from tidings_enrich.places.settling import Choice, Context
from tidings_enrich.places.surroundings import Support
from tidings_enrich.places.units import Candidate, Form, Kin, Level

# Of two towns of one name the news means the larger, if it is five times as large (10 ** 0.7).
_MARGIN = 0.7
# Kept out of comparison with towns: the population of a state or province is not in the gazetteer.
_REGION_PEOPLE = 3_000_000
_LEAST_PEOPLE = 1_000
# A name that a place is seldom called by counts as a tenth of its people.
_SELDOM = 1.0
# So many known places in one country or state speak twice as loud as one.
_SEVERAL = 3
# Capitals are in the news as towns five times as large are.
_CAPITAL = 0.7
_KIN_WEIGHT = {
    Kin.NONE: 0.0,
    Kin.COUNTRY: 1.0,
    Kin.PROVINCE: 2.5,
    Kin.PREFECTURE: 2.5,
    Kin.SAME: 3.0,
}


def settle_abroad(
    candidates: Sequence[Candidate], contexts: Sequence[Context], *, by_size: bool
) -> Choice | None:
    """Return the unit that context and population point to, if no other comes near it.

    Without ``by_size`` some context must speak for it.
    """
    scored = sorted(
        ((_score(each, contexts), each) for each in candidates),
        key=lambda pair: (-pair[0][0], pair[1].unit.id),
    )
    (best, context, support), winner = scored[0]
    margin = best - scored[1][0][0] if len(scored) > 1 else _MARGIN
    if margin < _MARGIN or not (context or by_size):
        return None
    confidence = round(min(0.9, 0.6 + 0.15 * margin), 2)
    if context and support:
        return Choice(winner.unit, confidence, context.rule, support.because)
    return Choice(winner.unit, confidence, "population")


def _score(
    candidate: Candidate, contexts: Sequence[Context]
) -> tuple[float, Context | None, Support | None]:
    unit = candidate.unit
    people = unit.population or (_REGION_PEOPLE if unit.level is Level.PROVINCE else 0)
    size = log10(max(people, _LEAST_PEOPLE)) + (_CAPITAL if unit.is_capital else 0.0)
    size -= _SELDOM if candidate.form is Form.OTHER else 0.0
    best: tuple[float, Context | None, Support | None] = (0.0, None, None)
    for context in contexts:
        support = context.known.support(unit)
        bonus = context.weight * _KIN_WEIGHT[support.kin]
        bonus *= 2 if support.places >= _SEVERAL else 1
        if bonus > best[0]:
            best = (bonus, context, support)
    return size + best[0], best[1], best[2]
