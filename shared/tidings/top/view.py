"""What the looks at the stages and servers mean. Pure: no clock, no network, no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from tidings import metrics
from tidings.top.increase import (
    Buckets,
    find_quantile,
    measure_buckets,
    measure_increase,
    total_buckets,
)
from tidings.top.scrape import Look, Scrape, Target

StageState = Literal["ready", "waiting", "stuck", "away"]
# Of what a stage does, what tells how long one has to wait for it: histogram, labels, in words.
LATENCIES: Final[Mapping[str, tuple[str, Mapping[str, str], str]]] = {
    "ingest": (metrics.STEP.name, {"step": "publish"}, "acknowledged"),
    "enrich": (metrics.STEP.name, {"step": "tag"}, "batch tagged"),
    "index": (metrics.AGE.name, {}, "searchable"),
    "desk": (metrics.HTTP_SECONDS.name, {}, "answered"),
}
MEMORY: Final = "process_resident_memory_bytes"
# Ten looks at the usual two seconds: shorter and one batch is a peak, longer and a stop is late.
RATE_WINDOW_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds that half and 95 of 100 do not exceed; over ``window_s``, None since the start."""

    of: str
    p50_s: float
    p95_s: float
    window_s: float | None


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage at this moment; None is what it does not have, or what cannot be known yet."""

    name: str
    url: str
    state: StageState
    detail: str | None = None
    version: str | None = None
    items_per_s: float | None = None
    outcomes: Mapping[str, int] | None = None
    lag_messages: int | None = None
    lag_s: float | None = None
    latency: Latency | None = None
    dead_letters: int | None = None
    in_flight: int | None = None
    memory_bytes: int | None = None
    sparkline: tuple[float | None, ...] = ()
    """95 of 100 of each interval did not exceed this, oldest first; None where nothing was done."""


@dataclass(frozen=True, slots=True)
class ServerView:
    """Kafka or Elasticsearch as it answers from here."""

    name: str
    address: str
    state: Literal["ready", "unready", "away"]
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class TopView:
    """Everything at this moment."""

    at: str
    stages: tuple[StageView, ...]
    servers: tuple[ServerView, ...]

    @property
    def is_well(self) -> bool:
        """Whether every stage and server is ready."""
        states = [each.state for each in self.stages] + [each.state for each in self.servers]
        return all(each == "ready" for each in states)

    def to_json(self) -> dict[str, Any]:
        """Return it as ``tidings top --json`` prints it; docs/operations.md has the fields."""
        return {"ready": self.is_well, **asdict(self)}


def view_stage(target: Target, looks: Sequence[Look]) -> StageView:
    """Return how the stage stands by its ``looks``, oldest first, at least one."""
    now = looks[-1]
    seen = [each for each in looks if isinstance(each, Scrape)]
    named = seen[-1].find_label(metrics.BUILD.name, "stage") if seen else None
    name = named or target.name
    if not isinstance(now, Scrape):
        return StageView(name, target.url, "away", now.reason)
    recent = [each for each in seen if now.at - each.at <= RATE_WINDOW_S]
    state, detail = _read_state(now)
    kind = LATENCIES.get(name)
    return StageView(
        name,
        target.url,
        state,
        detail,
        version=now.find_label(metrics.BUILD.name, "version"),
        items_per_s=_measure_rate(recent),
        outcomes=_count(now, metrics.ITEMS.name, "outcome"),
        lag_messages=_whole(now.sum(metrics.LAG.name)),
        lag_s=now.sum(metrics.LAG_SECONDS.name),
        latency=_measure_latency(recent, *kind) if kind else None,
        dead_letters=_whole(now.sum(metrics.DEAD_LETTERS.name)),
        in_flight=_whole(now.sum(metrics.IN_FLIGHT.name)),
        memory_bytes=_whole(now.sum(MEMORY)),
        sparkline=_draw(seen, kind[0], kind[1]) if kind else (),
    )


def _read_state(now: Scrape) -> tuple[StageState, str | None]:
    if now.sum(metrics.STUCK.name):
        return "stuck", "messages wait and none is finished"
    needs = [labels["need"] for labels, value in now.select(metrics.WAITING.name) if value]
    if needs:
        return "waiting", f"waits for {' and '.join(sorted(needs))}"
    return "ready", None


def _measure_rate(looks: Sequence[Scrape]) -> float | None:
    """Return items a second over all outcomes; None before there are two looks."""
    seconds = looks[-1].at - looks[0].at
    if seconds <= 0:
        return None
    return sum(measure_increase(looks, metrics.ITEMS.name, "outcome").values()) / seconds


def _measure_latency(
    looks: Sequence[Scrape], name: str, wanted: Mapping[str, str], of: str
) -> Latency | None:
    """Return the latency of the last while, or since the start where nothing was done meanwhile."""
    buckets, window = measure_buckets(looks, name, wanted), looks[-1].at - looks[0].at
    if found := _find_latency(buckets, of, round(window, 1)):
        return found
    return _find_latency(total_buckets(looks[-1], name, wanted), of, None)


def _find_latency(buckets: Buckets, of: str, window_s: float | None) -> Latency | None:
    half, most = find_quantile(buckets, 0.5), find_quantile(buckets, 0.95)
    return None if half is None or most is None else Latency(of, half, most, window_s)


def _draw(
    looks: Sequence[Scrape], name: str, wanted: Mapping[str, str]
) -> tuple[float | None, ...]:
    return tuple(
        find_quantile(measure_buckets(pair, name, wanted), 0.95) for pair in pairwise(looks)
    )


def _count(now: Scrape, name: str, by: str) -> dict[str, int]:
    counted = ((labels.get(by, ""), round(value)) for labels, value in now.select(name))
    return dict(sorted(each for each in counted if each[1]))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
