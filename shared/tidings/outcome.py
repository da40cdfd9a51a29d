"""What can become of one item at any stage. A ``match`` over these five is how a stage goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ok:
    """Done; ``kind`` is the outcome label of the metrics (``indexed``, ``stale``, ``enriched``)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not done, and it may work later; the item stays where it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Split:
    """The batch was too large for the other side; halves of it may not be."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reject:
    """Can never work: to the dead letters, with a listed reason and a detail for people."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The stage itself cannot go on; exit with an error and let the supervisor start it again."""

    reason: str


Outcome = Ok | Retry | Split | Reject | Stop
