"""Read docker-compose.yml as the tests look at it: ``from compose_file import SERVICES``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# What is built from this repository, and what is taken from Docker Hub as it is.
OURS = {name: each for name, each in SERVICES.items() if "build" in each}
THEIRS = {name: each for name, each in SERVICES.items() if "build" not in each}
# These end by themselves when they are done; the others run until they are stopped.
TASKS = {name for name, each in SERVICES.items() if each["restart"] == "on-failure"}
# Ours that the settings of a stage are for; a script of this repository takes arguments alone.
CONFIGURED = {name: each for name, each in OURS.items() if each["command"][0] != "python"}
_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def read_bytes(size: str) -> int:
    """Return the bytes of a size as Compose writes it, such as ``512m``."""
    match = re.fullmatch(r"(\d+)([kmg])", size)
    assert match, f"{size} is no size"
    return int(match[1]) * _UNITS[match[2]]


def read_tmpfs(entry: str) -> tuple[str, dict[str, str]]:
    """Return path and options of a line under ``tmpfs``."""
    path, _, options = entry.partition(":")
    return path, dict((*each.split("=", 1), "")[:2] for each in options.split(",") if each)
