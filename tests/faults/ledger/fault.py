"""The kinds of faults as a table, and one fault of a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SERVICES: Final = ("ingest", "enrich", "index", "kafka", "elasticsearch")
# Between feeds and ingest, and between the stages and either server.
WIRES: Final = ("ingest", "kafka", "elasticsearch")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done to which targets.

    It lasts from ``least_s`` to ``most_s`` seconds. ``weight`` is how often it is drawn beside the
    other kinds of its target. A ``slow`` one takes a minute to do or to recover from, or needs what
    not every machine has.
    """

    what: str
    targets: tuple[str, ...]
    least_s: float = 0.0
    most_s: float = 0.0
    weight: int = 1
    slow: bool = False


KINDS: Final = {
    "kill": Kind("the process gets SIGKILL", SERVICES, weight=6),
    "terminate": Kind("the process gets SIGTERM", SERVICES, weight=2),
    # Longer than a session of a consumer group (10 s) and a time-out of a request.
    "freeze": Kind("the process gets SIGSTOP, and SIGCONT at the end", SERVICES, 1, 30, weight=2),
    "cut": Kind("each connection is reset, the new ones at once", WIRES, 1, 15),
    "half_open": Kind("what is sent is taken and nobody answers; then a reset", WIRES, 2, 30),
    "delay": Kind("each piece of up to 64 KiB takes half a second longer", WIRES, 2, 15),
    "trickle": Kind("each connection passes on 20 kB a second", WIRES, 2, 15),
    "write_block": Kind("`index.blocks.write` is set", ("elasticsearch",), 2, 20),
    "refuse_bulks": Kind("each bulk request is answered 429", ("elasticsearch",), 2, 20),
    "refuse_items": Kind("each second item of a bulk is answered 429", ("elasticsearch",), 2, 20),
    # Elasticsearch looks at the disk every 30 s, before the block and before it is lifted.
    "flood_stage": Kind(
        "too little room by the watermark: Elasticsearch itself blocks the index",
        ("elasticsearch",), 1, 5, slow=True,
    ),
    "wrong_clock": Kind("the clock is an hour ahead, then an hour behind", ("ingest",), 2, 20),
    "full_disk": Kind(
        "no byte is free for what Kafka and Elasticsearch keep", ("kafka",), 2, 10, slow=True
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``pause_s`` after the recovery from the one before, for ``lasts_s`` seconds."""

    kind: str
    target: str
    lasts_s: float
    pause_s: float

    def describe(self) -> str:
        """Return it in a few words."""
        lasting = f" for {self.lasts_s:.1f} s" if self.lasts_s else ""
        return f"{self.kind.replace('_', ' ')} {self.target}{lasting}"
