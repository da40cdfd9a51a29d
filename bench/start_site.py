"""A clone with an empty home, as on a machine that has never seen the project."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = "examples/pages/riverside.txt"
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

    @property
    def python(self) -> str:
        """The clone's interpreter."""
        return str(self.clone / ".venv/bin/python")

    def tidings(self, *arguments: str) -> str:
        """Run the clone's ``tidings``."""
        return self.run(str(self.clone / ".venv/bin/tidings"), *arguments)


@dataclass(frozen=True)
class WarmStart:
    """Seconds from the command to a ready stack and to the first article a search finds."""

    ready_s: float
    searchable_s: float
    stopped_s: float


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


def time_servers(site: Site) -> float:
    """Return the seconds from the command until Kafka and Elasticsearch are ready, and no more."""
    started = time.time()
    ready = float(site.run(site.python, "bench/servers_alone.py", str(site.home / "servers")))
    return ready - started


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
