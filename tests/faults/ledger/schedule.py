"""Which faults come when: a pure function of a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from faults.ledger.fault import KINDS, SERVICES, Fault

MOST_PAUSE_S = 3.0
FAULTS_A_DAY = 3
DAYS = 7
QUICK = tuple(name for name, kind in KINDS.items() if not kind.slow)


def draw_schedule(seed: int, count: int, kinds: Sequence[str] = tuple(KINDS)) -> list[Fault]:
    """Return ``count`` faults of these kinds, always the same ones for the same seed.

    A longer schedule begins with the shorter one. Of all kinds, any five in a row from a multiple
    of five on have each service once.
    """
    # No security hangs on it, and it has to give the same numbers everywhere.
    chance = random.Random(seed)
    targets = [each for each in SERVICES if any(each in KINDS[name].targets for name in kinds)]
    faults: list[Fault] = []
    while len(faults) < count:
        shuffled = chance.sample(targets, len(targets))
        faults += [_draw_fault(chance, each, kinds) for each in shuffled]
    return faults[:count]


def _draw_fault(chance: random.Random, target: str, kinds: Sequence[str]) -> Fault:
    names = [name for name in kinds if target in KINDS[name].targets]
    (name,) = chance.choices(names, [KINDS[each].weight for each in names])
    lasts_s = round(chance.uniform(KINDS[name].least_s, KINDS[name].most_s), 1)
    return Fault(name, target, lasts_s, round(chance.uniform(0, MOST_PAUSE_S), 1))


def seed_of_week(day: date) -> int:
    """Return year and number of the week, as in 202648."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def draw_day(day: date, longest_s: float) -> list[Fault]:
    """Return three faults of the 21 of this week, none of them longer than ``longest_s``."""
    week = draw_schedule(seed_of_week(day), DAYS * FAULTS_A_DAY, QUICK)
    first = (day.isoweekday() - 1) * FAULTS_A_DAY
    faults = week[first : first + FAULTS_A_DAY]
    return [replace(each, lasts_s=min(each.lasts_s, longest_s)) for each in faults]
