"""The closed list of metrics: a stage counts only what stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its name, type, labels beside ``stage``, meaning, and buckets of a histogram."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    meaning: str
    buckets: tuple[float, ...] = ()


# One step takes 1 ms (tagging a brief) to 30 s (a bulk request against a struggling cluster).
STEP_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
# The whole road: Elasticsearch refreshes each second; ten minutes is an outage that was waited out.
AGE_SECONDS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 7.5, 10, 20, 30, 60, 120, 300, 600)
BATCH_ITEMS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

ITEMS = Metric("tidings_items_total", "counter", ("outcome",), "Items a stage has finished with.")
STEP = Metric("tidings_step_seconds", "histogram", ("step",), "Seconds of one step.", STEP_SECONDS)
BATCH = Metric("tidings_batch_items", "histogram", (), "Items handled together.", BATCH_ITEMS)
IN_FLIGHT = Metric("tidings_in_flight_items", "gauge", (), "Items taken and not yet finished.")
LAG = Metric(
    "tidings_consumer_lag_messages",
    "gauge",
    ("topic", "partition"),
    "Messages on an assigned partition behind the committed offset's end.",
)
LAG_SECONDS = Metric(
    "tidings_consumer_lag_seconds",
    "gauge",
    ("topic",),
    "Seconds since the oldest message that is not finished came to the topic; 0 without any.",
)
STUCK = Metric(
    "tidings_stage_stuck",
    "gauge",
    (),
    "1 while there is work and none was finished for too long, as /healthz says; else 0.",
)
WAITING = Metric(
    "tidings_stage_waiting",
    "gauge",
    ("need",),
    "1 for what the stage needs and does not have, as /readyz says; else 0.",
)
DEAD_LETTERS = Metric(
    "tidings_dead_letters_total", "counter", ("reason",), "Messages written to the dead letters."
)
RETRIES = Metric(
    "tidings_retries_total", "counter", ("reason",), "Tries that failed and are made again."
)
WITHOUT_NAMES = Metric(
    "tidings_articles_without_names_total",
    "counter",
    ("language",),
    "Tagged articles in a language whose names no tagger reads; rare languages are `other`.",
)
STORIES = Metric(
    "tidings_articles_by_story_total",
    "counter",
    ("outcome",),
    "Articles that were the first of their story, joined one, or were told none or an unsure one.",
)
STORY_WINDOW = Metric(
    "tidings_story_window_articles", "gauge", (), "Articles with which new ones are compared."
)
AGE = Metric(
    "tidings_article_age_seconds",
    "histogram",
    (),
    "Seconds from receipt by ingest until an article can be found by a search.",
    AGE_SECONDS,
)
WEBSUB_SUBSCRIPTIONS = Metric(
    "tidings_websub_subscriptions", "gauge", ("state",), "Subscriptions at WebSub hubs."
)
WEBSUB_LEASE = Metric(
    "tidings_websub_lease_seconds",
    "gauge",
    (),
    "Seconds until the nearest lease of a subscription ends; NaN without any.",
)
HELD = Metric(
    "tidings_held_articles",
    "gauge",
    ("state",),
    "Articles under embargo: waiting, or due and not yet on the road.",
)
DELIVERIES = Metric(
    "tidings_deliveries_total",
    "counter",
    ("outcome",),
    "Articles posted for watches: delivered, dead letters, dropped, and each post that failed.",
)
WAITING_DELIVERIES = Metric(
    "tidings_waiting_deliveries", "gauge", (), "Articles that wait to be posted for a watch."
)
FEED_ITEMS = Metric(
    "tidings_feed_items_total",
    "counter",
    ("source", "feed", "outcome"),
    "Items that known senders pushed, by feed; beyond 100 feeds the source is `other`.",
)
HTTP_REQUESTS = Metric(
    "tidings_http_requests_total",
    "counter",
    ("route", "status"),
    "Requests that were answered; `page` is every file of the desk, `other` no route of ingest.",
)
HTTP_SECONDS = Metric(
    "tidings_http_request_seconds",
    "histogram",
    ("route",),
    "Seconds from a request to the end of its answer.",
    STEP_SECONDS,
)
BUILD = Metric("tidings_build_info", "gauge", ("version",), "Always 1; the label says what runs.")

METRICS = (
    ITEMS,
    STEP,
    BATCH,
    IN_FLIGHT,
    LAG,
    LAG_SECONDS,
    STUCK,
    WAITING,
    DEAD_LETTERS,
    RETRIES,
    WITHOUT_NAMES,
    STORIES,
    STORY_WINDOW,
    AGE,
    WEBSUB_SUBSCRIPTIONS,
    WEBSUB_LEASE,
    HELD,
    DELIVERIES,
    WAITING_DELIVERIES,
    FEED_ITEMS,
    HTTP_REQUESTS,
    HTTP_SECONDS,
    BUILD,
)


class StageMetrics:
    """The metrics of one stage, registered and ready to count; ``stage`` is a label on each."""

    def __init__(self, stage: str, registry: CollectorRegistry, *, version: str) -> None:
        self.registry = registry
        self._stage = stage
        # To find one takes the library 4 µs, and a request counts ten things.
        self._children: dict[tuple[object, ...], Counter | Gauge | Histogram] = {}
        self._collectors = {metric.name: _register(metric, registry) for metric in METRICS}
        self.gauge(BUILD, version=version).set(1)

    def start_at_zero(self, metric: Metric, label: str, values: Iterable[str]) -> None:
        """Show a counter before it counts: of one that begins at 1, ``increase`` misses the 1."""
        for value in values:
            self.counter(metric, **{label: value})

    def counter(self, metric: Metric, **labels: str) -> Counter:
        """Return the counter of ``metric`` for these labels; KeyError for one not listed."""
        child = self._child(metric, labels)
        assert isinstance(child, Counter)  # noqa: S101 - the table says so
        return child

    def gauge(self, metric: Metric, **labels: str) -> Gauge:
        """Return the gauge of ``metric`` for these labels."""
        child = self._child(metric, labels)
        assert isinstance(child, Gauge)  # noqa: S101
        return child

    def histogram(self, metric: Metric, **labels: str) -> Histogram:
        """Return the histogram of ``metric`` for these labels."""
        child = self._child(metric, labels)
        assert isinstance(child, Histogram)  # noqa: S101
        return child

    def _child(self, metric: Metric, labels: dict[str, str]) -> Counter | Gauge | Histogram:
        key = (metric.name, *labels.items())
        child = self._children.get(key)
        if child is None:
            child = self._collectors[metric.name].labels(stage=self._stage, **labels)
            self._children[key] = child
        return child


def _register(metric: Metric, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    labels = ("stage", *metric.labels)
    match metric.kind:
        case "counter":
            return Counter(metric.name, metric.meaning, labels, registry=registry)
        case "gauge":
            return Gauge(metric.name, metric.meaning, labels, registry=registry)
        case "histogram":
            return Histogram(
                metric.name, metric.meaning, labels, registry=registry, buckets=metric.buckets
            )
