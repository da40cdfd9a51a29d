"""``make bench-start``: time a start from nothing and a warm one, and weigh the idle stack.

Clones the checked-out revision into an empty folder, with an empty home directory, and runs
README's command there. A package manager's own cache elsewhere on the machine may still help it;
the table says which caches this run could see.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

REPO = Path(__file__).resolve().parents[1]
# Kafka's and Elasticsearch's start-up work is over after this long; then the stack is idle.
SETTLE_S = 15
MB = 1_000_000


def main() -> None:
    """Measure and print the table; the exit status is that of the runs."""
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder:
        clone, home = Path(folder, "clone"), Path(folder, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(REPO), str(clone)], check=True)
        cold_s = time_call(lambda: run_once(clone, home))
        warm_s = time_call(lambda: run_once(clone, home))
        rss = weigh_idle_stack(clone, home)
    print_table(cold_s, warm_s, rss)


def time_call(call: Callable[[], None]) -> float:
    """Return the seconds that ``call`` takes."""
    started = time.monotonic()
    call()
    return time.monotonic() - started


def run_once(clone: Path, home: Path) -> None:
    """Run README's command until the page was searchable and everything stopped again."""
    command = ["make", "run", "ONCE=1", f"PYTHON={sys.executable}"]
    subprocess.run(
        command, cwd=clone, env=clean_environment(home), check=True, stdout=subprocess.DEVNULL
    )


def weigh_idle_stack(clone: Path, home: Path) -> dict[str, int]:
    """Return the resident bytes of each process of an idle stack."""
    environment = clean_environment(home)
    tidings = str(clone / ".venv/bin/tidings")
    subprocess.run([tidings, "up", "--detach"], env=environment, check=True)
    try:
        time.sleep(SETTLE_S)
        status = subprocess.run(
            [tidings, "status", "--json"], env=environment, check=True, stdout=subprocess.PIPE
        )
        stack = json.loads(status.stdout)
        pids = {"supervisor": stack["pid"]}
        pids |= {each["name"]: each["pid"] for each in stack["processes"]}
        return {name: psutil.Process(pid).memory_info().rss for name, pid in pids.items()}
    finally:
        subprocess.run([tidings, "down"], env=environment, check=True)


def clean_environment(home: Path) -> dict[str, str]:
    """Return this environment with an empty home and no trace of other caches or stacks."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("TIDINGS_", "XDG_"))
    }
    return {**kept, "HOME": str(home)}


def print_table(cold_s: float, warm_s: float, rss: dict[str, int]) -> None:
    """Print each figure beside its target."""
    table = Table("figure", "measured", "target")
    table.add_row("from nothing to searched and stopped, all downloads", f"{cold_s:.0f} s", "300 s")
    table.add_row("the same with warm caches", f"{warm_s:.1f} s", "25 s")
    for name, size in rss.items():
        table.add_row(f"idle RSS, {name}", f"{size / MB:.0f} MB", "")
    table.add_row("idle RSS, whole stack", f"{sum(rss.values()) / MB:.0f} MB", "1,600 MB")
    Console().print(table)


if __name__ == "__main__":
    main()
