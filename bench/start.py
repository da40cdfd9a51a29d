"""``make bench-start``: time a start from nothing and warm ones, and weigh the idle stack.

Clones the checked-out revision into an empty folder and runs README's command there with an empty
home directory and without the caches that package managers were told of, so everything is
downloaded. The ports are the usual ones: no other stack may run meanwhile.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

REPO = Path(__file__).resolve().parents[1]
PAGE = "examples/pages/riverside.txt"
# One start says little on a machine that does other things too; of three the middle one counts.
WARM_STARTS = 3
# Kafka's and Elasticsearch's start-up work is over after this long; then the stack is idle.
SETTLE_S = 15
# Variables that lead past the empty home directory to what was downloaded before.
CACHE_VARIABLES = (
    "PIP_CACHE_DIR",
    "UV_CACHE_DIR",
    "UV_PYTHON_INSTALL_DIR",
    "HF_HOME",
    "VIRTUAL_ENV",
)
COLD_TARGET_S, WARM_TARGET_S, IDLE_TARGET_MB = 300.0, 25.0, 1_600.0

console = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class WarmStart:
    """Seconds from the command to a ready stack and to the first article a search finds."""

    ready_s: float
    searchable_s: float
    stopped_s: float


@dataclass(frozen=True)
class Site:
    """A clone with a home directory of its own."""

    clone: Path
    home: Path

    def run(self, *command: str) -> str:
        """Run a command in the clone and return what it printed; its complaints are shown."""
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=clean_environment(os.environ, self.home),
            check=True,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        return done.stdout

    def tidings(self, *arguments: str) -> str:
        """Run the clone's ``tidings``."""
        return self.run(str(self.clone / ".venv/bin/tidings"), *arguments)


def main() -> None:
    """Measure and print the table; fails with the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder:
        site = Site(Path(folder, "clone"), Path(folder, "home"))
        site.home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(REPO), str(site.clone)], check=True)
        try:
            with console.status("From nothing: make run ONCE=1, with all downloads"):
                cold_s = time_call(
                    lambda: site.run("make", "run", "ONCE=1", f"PYTHON={sys.executable}")
                )
            starts = []
            for number in range(1, WARM_STARTS + 1):
                with console.status(f"Warm start {number} of {WARM_STARTS}"):
                    starts.append(start_warm(site))
            with console.status(f"Weighing the stack after {SETTLE_S} idle seconds"):
                weights = weigh_idle_stack(site)
            revision = site.run("git", "describe", "--always").strip()
            sizes = measure_disk(site)
        except subprocess.CalledProcessError as error:
            sys.exit(f"{' '.join(error.cmd)} ended with status {error.returncode}")
    print_table(f"Start of {revision}", cold_s, starts, weights, sizes)


def time_call(call: Callable[[], object]) -> float:
    """Return the seconds that ``call`` takes."""
    started = time.monotonic()
    call()
    return time.monotonic() - started


def start_warm(site: Site) -> WarmStart:
    """Start the stack, push a page that nobody has seen, wait until it is found, and stop."""
    started = time.monotonic()
    try:
        site.tidings("up", "--detach")
        ready_s = time.monotonic() - started
        # A source of its own, or the articles would be known already.
        source = f"bench-{time.time_ns()}"
        site.tidings("push", PAGE, "--source", source, "--wait")
        searchable_s = time.monotonic() - started
    finally:
        stopped_s = time_call(lambda: site.tidings("down"))
    return WarmStart(ready_s, searchable_s, stopped_s)


def weigh_idle_stack(site: Site) -> dict[str, float]:
    """Return the resident MB of each process of an idle stack, the supervisor's too."""
    try:
        site.tidings("up", "--detach")
        time.sleep(SETTLE_S)
        weights: dict[str, float] = json.loads(site.tidings("status", "--json"))["rss_mb"]
        return weights
    finally:
        site.tidings("down")


def measure_disk(site: Site) -> dict[str, float]:
    """Return the MB that the installation takes, by what they are."""
    folders = {
        "packages (.venv)": site.clone / ".venv",
        "servers and models (cache)": site.home / ".cache/tidings",
        "data of the stack": site.home / ".local/share/tidings",
    }
    return {name: size_of(folder) / 1e6 for name, folder in folders.items() if folder.exists()}


def size_of(folder: Path) -> int:
    """Return the bytes of the blocks below ``folder``, each file once."""
    files = (path.lstat() for path in folder.rglob("*") if not path.is_dir())
    return sum({each.st_ino: each.st_blocks * 512 for each in files}.values())


def clean_environment(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the environment with an empty home and no way to other caches, stacks or settings."""
    kept = {
        key: value
        for key, value in environ.items()
        if not key.startswith(("TIDINGS_", "XDG_")) and key not in CACHE_VARIABLES
    }
    return {**kept, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


def print_table(
    title: str,
    cold_s: float,
    starts: list[WarmStart],
    weights: dict[str, float],
    sizes: dict[str, float],
) -> None:
    """Print each figure beside its target."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("figure")
    for name in ("measured", "spread", "target"):
        table.add_column(name, justify="right")
    table.add_column("")

    def add(name: str, values: list[float], unit: str, target: float | None = None) -> None:
        middle, digits = statistics.median(values), 1 if unit == "s" else 0
        spread = f"{min(values):.{digits}f} – {max(values):.{digits}f}" if len(values) > 1 else ""
        goal = "" if target is None else f"≤ {target:,.0f} {unit}"
        verdict = "" if target is None else ("✓" if middle <= target else "✗ missed")
        table.add_row(name, f"{middle:,.{digits}f} {unit}", spread, goal, verdict)

    add("from nothing to searched and stopped, all downloads", [cold_s], "s", COLD_TARGET_S)
    add("warm start to ready", [each.ready_s for each in starts], "s")
    searchable = [each.searchable_s for each in starts]
    add("warm start to the first article found", searchable, "s", WARM_TARGET_S)
    add("stop", [each.stopped_s for each in starts], "s")
    table.add_section()
    for name, weight in sorted(weights.items(), key=lambda each: -each[1]):
        add(f"idle memory, {name}", [weight], "MB")
    add("idle memory, whole stack", [sum(weights.values())], "MB", IDLE_TARGET_MB)
    table.add_section()
    for name, size in sizes.items():
        add(f"disk, {name}", [size], "MB")
    Console(highlight=False).print(table)


if __name__ == "__main__":
    main()
