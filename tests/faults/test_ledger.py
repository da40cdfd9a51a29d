"""Promises 1 and 2: what was acknowledged is there, and once, whatever happens to the parts."""

from __future__ import annotations

import io
import os
from datetime import UTC, date, datetime

import pytest
from faults.ledger.report import show
from faults.ledger.rig import RECOVERED_WITHIN_S, SETTLED_WITHIN_S, run_schedule
from faults.ledger.road import STARTED_WITHIN_S, open_road
from faults.ledger.schedule import FAULTS_A_DAY, draw_day, seed_of_week
from rich.console import Console
from stack_fixtures import STOP_DEADLINE_S

pytestmark = pytest.mark.servers
# Long enough for a request under way to notice, and short enough for a test.
LONGEST_S = 5.0
DEADLINE_S = (
    STARTED_WITHIN_S
    + (FAULTS_A_DAY + 1) * RECOVERED_WITHIN_S
    + FAULTS_A_DAY * LONGEST_S
    + 2 * SETTLED_WITHIN_S
    + STOP_DEADLINE_S
)


@pytest.mark.timeout(DEADLINE_S)
def test_nothing_that_was_acknowledged_is_lost_or_doubled_by_the_faults_of_the_day(tmp_path):
    named = os.environ.get("DAY")
    day = date.fromisoformat(named) if named else datetime.now(UTC).date()
    faults = draw_day(day, LONGEST_S)

    with open_road(tmp_path) as road:
        outcome = run_schedule(road, faults)

    told = io.StringIO()
    show(Console(file=told, width=120), seed_of_week(day), outcome)
    assert outcome.is_good, f"DAY={day}\n{told.getvalue()}"
    assert len(outcome.struck) == len(faults)
    assert outcome.account.acknowledged > len(faults)
