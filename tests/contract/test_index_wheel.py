"""What is installed from a wheel has the mapping, which lies elsewhere in the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]


def test_the_wheel_of_the_index_stage_holds_the_mapping(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT / "services/index",
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as opened:
        packed = opened.read("tidings_index/schema/articles.json")
    assert packed == (ROOT / "deploy/elasticsearch/articles.json").read_bytes()
