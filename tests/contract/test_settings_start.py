"""A wrong setting is one line and status 2, started as containers do or as a module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# The frame of stages with HTTP, and one without.
STAGES = ("ingest", "index")
# It takes a second; a machine with much else to do was seen to take 20.
END_WITHIN_S = 120
WRONG = {"TIDINGS_METRICS_PORT": "canary-7f3a", "TIDINGS_METRIC_HOST": "127.0.0.1"}


def name_command(stage: str) -> list[str]:
    script = Path(sys.executable).with_name(f"tidings-{stage}")
    return [str(script)] if stage == "ingest" else [sys.executable, "-m", f"tidings_{stage}.main"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_wrong_setting_ends_the_process_with_2_and_says_what_is_expected(stage, tmp_path):
    environment = {key: value for key, value in os.environ.items() if "TIDINGS_" not in key}
    done = subprocess.run(
        name_command(stage),
        env={**environment, **WRONG},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=END_WITHIN_S,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    warning, told = (json.loads(line) for line in done.stderr.splitlines())
    assert "TIDINGS_METRICS_HOST is the nearest name" in warning["reason"]
    assert told["stage"] == stage
    assert "TIDINGS_METRICS_PORT" in told["reason"]
    assert "a whole number from 0 to 65535 is expected; default: 910" in told["reason"]
    assert "canary" not in done.stderr + done.stdout
