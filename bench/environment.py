"""The code and the machine that figures are of."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
CPU_FILE = Path("/proc/cpuinfo")
# What does the work that is measured, beside the project itself.
PACKAGES = (
    "kafka-python",
    "faust-streaming",
    "elasticsearch",
    "onnxruntime",
    "uvicorn",
    "uvloop",
    "httptools",
)


def find_revision() -> str:
    """Return the commit that is checked out, and whether files that git knows differ from it."""
    command = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def find_date() -> str:
    """Return the day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def describe_environment() -> dict[str, str]:
    """Return what else figures depend on; ``load`` is that of the last fifteen minutes."""
    return {
        "processor": next(_read_models(), platform.machine()),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "load": " ".join(f"{each:.2f}" for each in os.getloadavg()),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{each: version(each) for each in PACKAGES},
    }


def _read_models() -> Iterator[str]:
    if CPU_FILE.exists():
        for line in CPU_FILE.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                yield value.strip()
