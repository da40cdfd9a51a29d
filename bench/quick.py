"""``make bench-quick``: have the ratios of the other benchmarks become worse than recorded?

A few short turns of each, in less than three minutes on a quiet machine; 1 when one is worse.
``--record`` records what is measured instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import enrich
import enrich_road
import index
import index_turns
import ingest
import ingest_site
import tag
from figures import Figure, Measurement, open_console
from recorded import RECORDED, find_limit, find_worse
from rich.table import Table

from tidings_enrich.cli import TaggerKind

TURNS = 3
# Of the fast tagger, which is the greater test of what the stage adds.
KIND = TaggerKind.FAST
SINGLES, BATCHES, TEXTS, SHORT = 2_000, 20, 6, 5_000
TAGGED, COPIES = 40, 8
console = open_console()


def main(*options: str) -> int:
    """Measure and compare; the exit status."""
    measurement = Measurement.now("Quick", list(measure_all()))
    if "--record" in options:
        measurement.write(RECORDED)
        console.print(f"recorded in {RECORDED.name}")
        return 0
    if not RECORDED.exists():
        console.print("nothing is recorded that this could be worse than; RECORD=1 records")
        return 1
    recorded = Measurement.read(RECORDED)
    console.print(render(recorded, measurement.figures))
    worse = find_worse(recorded.figures, measurement.figures)
    for name, what in worse.items():
        console.print(f"worse: {name}: {what}", style="red", soft_wrap=True)
    return 1 if worse else 0


def measure_all() -> Iterator[Figure]:
    """Yield each ratio."""
    for measure in MEASURES:
        yield from measure()


def measure_ingest() -> Iterator[Figure]:
    """Yield batches to a bare producer, and single pushes to a constant answer."""
    with ingest_site.open_site() as site:
        yield ingest.measure_batches(site, BATCHES, TURNS)
        yield ingest.measure_singles(site, SINGLES, TURNS)[0]


def measure_enrich() -> Iterator[Figure]:
    """Yield the stage to its tagger in a bare loop."""
    with enrich_road.open_road(KIND.value) as road:
        yield enrich.compare_worker(KIND, *enrich.time_worker(road, KIND, TEXTS, TURNS))


def measure_index() -> Iterator[Figure]:
    """Yield the stage to a bare loop of bulks."""
    tagged = index_turns.tag_articles(TAGGED)
    with index_turns.open_road() as road:
        index_turns.start_worker(road, tagged)
        yield index.measure_indexing(road, tagged, COPIES, TURNS)


def measure_tagging() -> Iterator[Figure]:
    """Yield how much longer a text takes that is ten times as long."""
    yield tag.compare_lengths(KIND, SHORT, tag.scale(KIND, SHORT, TURNS))


MEASURES: tuple[Callable[[], Iterator[Figure]], ...] = (
    measure_ingest,
    measure_enrich,
    measure_index,
    measure_tagging,
)


def render(recorded: Measurement, measured: list[Figure]) -> Table:
    """Return one row a figure, with what was recorded and the worst that may be."""
    title = f"Ratios beside those of {recorded.revision}, {recorded.date}"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("figure")
    for name in ("measured", "spread", "recorded", "limit"):
        table.add_column(name, justify="right")
    before = {each.name: each for each in recorded.figures}
    for each in measured:
        old = before.get(each.name)
        kept = (old.shown, f"{find_limit(old):.2f}") if old else ("new", "")
        table.add_row(each.name, each.shown, each.spread, *kept)
    return table


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
