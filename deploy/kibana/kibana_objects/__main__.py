"""Write the file that Kibana imports: ``PYTHONPATH=deploy/kibana python -m kibana_objects``."""

from __future__ import annotations

from pathlib import Path

from kibana_objects.saved_objects import render_objects

TARGET = Path(__file__).parents[1] / "articles.ndjson"

if __name__ == "__main__":
    TARGET.write_text(render_objects(), encoding="utf-8")
