"""Every operation of the desk keeps to what /api/openapi.json says of it, whatever it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desk_parts import Desk, make_source
from served_app import serve_app

HERE = Path(__file__).parent
SCHEMATHESIS = str(Path(sys.executable).with_name("st"))


def test_every_operation_keeps_to_its_description(tmp_path):
    desk = Desk(documents=[make_source(1), make_source(2)])
    with serve_app(desk.build(), http="h11") as url:
        command = [
            *(SCHEMATHESIS, "--config-file", str(HERE / "desk.toml")),
            *("run", f"{url}/api/openapi.json"),
        ]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
