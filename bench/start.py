"""``make bench-start``: time a start from nothing and warm ones, and weigh the idle stack.

Clones the checked-out revision into an empty folder and runs README's command there with an empty
home directory and without the caches that package managers were told of, so everything is
downloaded. The ports are the usual ones: no other stack may run meanwhile.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from figures import Figure, conclude, open_console
from rich.console import Console
from rich.table import Table
from start_site import (
    SETTLE_S,
    Site,
    WarmStart,
    measure_disk,
    start_warm,
    time_call,
    time_servers,
    weigh_idle_stack,
)

REPO = Path(__file__).resolve().parents[1]
# One start says little on a machine that does other things too; of five the middle one counts.
WARM_STARTS = 5
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure and tell; fails with the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder:
        site = Site(Path(folder, "clone"), Path(folder, "home"))
        site.home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(REPO), str(site.clone)], check=True)
        try:
            measure(site)
        except subprocess.CalledProcessError as error:
            sys.exit(f"{' '.join(error.cmd)} ended with status {error.returncode}")


def measure(site: Site) -> None:
    """Start from nothing, then warm and beside the servers alone, turn by turn; weigh."""
    with console.status("From nothing: make run ONCE=1, with all downloads"):
        cold_s = time_call(lambda: site.run("make", "run", "ONCE=1", f"PYTHON={sys.executable}"))
    with console.status("The servers alone, for the first time"):
        time_servers(site)
    starts, servers = [], []
    for number in range(1, WARM_STARTS + 1):
        with console.status(f"Warm start {number} of {WARM_STARTS}, and the servers alone"):
            starts.append(start_warm(site))
            servers.append(time_servers(site))
    with console.status(f"Weighing the stack after {SETTLE_S} idle seconds"):
        weights = weigh_idle_stack(site)
    open_console().print(tell_parts(starts, servers, weights, measure_disk(site)))
    found = [each.searchable_s for each in starts]
    ratios = [whole / alone for whole, alone in zip(found, servers, strict=True)]
    figures = [
        Figure("from nothing to searched and stopped", [cold_s], 300, "s", most=True),
        Figure("warm start to the first article found", found, 25, "s", most=True),
        Figure("the same : the servers alone until ready", ratios, 1.5, most=True),
        Figure("idle memory, whole stack", [sum(weights.values())], 1_600, "MB", most=True),
    ]
    conclude("Start", figures)


def tell_parts(
    starts: Sequence[WarmStart],
    servers: Sequence[float],
    weights: Mapping[str, float],
    sizes: Mapping[str, float],
) -> Table:
    """Return a table of what nothing was asked of."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, values in (
        ("servers alone until ready", servers),
        ("warm start to ready", [each.ready_s for each in starts]),
        ("stop", [each.stopped_s for each in starts]),
    ):
        table.add_row(name, f"{statistics.median(values):.1f} s")
    for title, parts in (("idle memory", weights), ("disk", sizes)):
        table.add_section()
        for name, size in sorted(parts.items(), key=lambda each: -each[1]):
            table.add_row(f"{title}, {name}", f"{size:,.0f} MB")
    return table


if __name__ == "__main__":
    main()
