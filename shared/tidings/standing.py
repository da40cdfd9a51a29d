"""How a stage stands, as gauges: whether it is stuck and what it waits for."""

from __future__ import annotations

from functools import partial
from typing import Final

from tidings.liveness import Liveness
from tidings.metrics import STUCK, WAITING, StageMetrics

# The first word of what /readyz names, without its article. Whatever else there is, is `other`.
NEEDS: Final = ("kafka", "elasticsearch", "topic", "alias", "partitions", "start")
OTHER: Final = "other"


def show_standing(liveness: Liveness, metrics: StageMetrics) -> None:
    """Let the gauges ask ``liveness`` at each scrape, so that they never say what /readyz does not.

    Figures that a thread of the stage sets would stand still with that thread.
    """
    metrics.gauge(STUCK).set_function(lambda: float(liveness.stuck_reason() is not None))
    for need in (*NEEDS, OTHER):
        metrics.gauge(WAITING, need=need).set_function(partial(_is_missing, liveness, need))


def classify_need(missing: str) -> str:
    """Return which of the needs ``missing`` names, such as ``the topic articles.raw (…)``."""
    word = missing.removeprefix("the ").partition(" ")[0]
    return word if word in NEEDS else OTHER


def _is_missing(liveness: Liveness, need: str) -> float:
    missing = liveness.missing
    return float(missing is not None and classify_need(missing) == need)
