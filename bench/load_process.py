"""Sending a load from a process of its own, so that it shares no interpreter with what measures."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from http_load import Load, Report

PROGRAM = str(Path(__file__).with_name("http_load.py"))


def run_load(load: Load) -> Report:
    """Send it and return what the other process reports."""
    told = json.dumps(asdict(load)).encode()
    done = subprocess.run([sys.executable, PROGRAM], input=told, stdout=subprocess.PIPE, check=True)
    return Report(**json.loads(done.stdout))


def push_all(load: Load, bodies: list[bytes]) -> Report:
    """Send the bodies, by way of the file that ``load`` names; all of them have to be accepted."""
    Path(load.bodies).write_bytes(b"\0".join(bodies))
    report = run_load(load)
    if report.statuses != {"202": len(bodies)}:
        sys.exit(f"not every push was accepted: {report.statuses}")
    return report
