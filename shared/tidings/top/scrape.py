"""What one look at a stage's metrics gave. Pure: text in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

Labels = frozenset[tuple[str, str]]
Key = tuple[str, Labels]


class NoMetricsError(Exception):
    """What answered was no metrics of Prometheus."""


@dataclass(frozen=True, slots=True)
class Scrape:
    """Every sample by its name and labels; ``at`` are monotonic seconds."""

    at: float
    values: Mapping[Key, float]

    def select(self, name: str, **wanted: str) -> Iterator[tuple[dict[str, str], float]]:
        """Give labels and value of each sample called ``name`` that has the ``wanted`` labels."""
        for (found, labels), value in self.values.items():
            if found == name and labels.issuperset(wanted.items()):
                yield dict(labels), value

    def sum(self, name: str, **wanted: str) -> float | None:
        """Return the sum of these samples, None without any."""
        values = [value for _, value in self.select(name, **wanted)]
        return sum(values) if values else None

    def find_label(self, name: str, label: str) -> str | None:
        """Return the ``label`` of the first sample called ``name``."""
        return next((labels.get(label) for labels, _ in self.select(name)), None)


@dataclass(frozen=True, slots=True)
class Away:
    """The stage did not answer, and why."""

    at: float
    reason: str


Look = Scrape | Away


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stage shows its metrics; ``name`` until it has told its own."""

    name: str
    url: str


def parse_metrics(text: str, at: float) -> Scrape:
    """Return the samples of an answer of /metrics; raises NoMetricsError."""
    try:
        values = {
            (sample.name, frozenset(sample.labels.items())): float(sample.value)
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
    # The parser is written for what Prometheus's own libraries write; anything else fails anyhow.
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise NoMetricsError(f"no metrics: {type(error).__name__}") from error
    if not values:
        raise NoMetricsError("no metrics: an empty answer")
    return Scrape(at, values)
