"""Figures as they were recorded and as they are measured, and which of them have fallen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quality.tag_scores import Score

RECORDED = Path(__file__).with_name("recorded.json")
# One name more or less in the smaller sets is more than this: every loss there is noticed.
MOST_LOST = 0.01

Figures = Mapping[str, Score]


def find_fallen(recorded: Figures, measured: Figures) -> dict[str, str]:
    """Return the figures whose F1 is more than ``MOST_LOST`` below the recorded one.

    What was not measured has not fallen: what is measured on depends on the machine.
    """
    return {
        name: f"{measured[name].f1:.4f}, recorded {score.f1:.4f}"
        for name, score in recorded.items()
        if name in measured and score.f1 - measured[name].f1 > MOST_LOST
    }


def select_own(figures: Figures) -> dict[str, Score]:
    """Return the figures on the project's own gold, which every checkout can measure."""
    return {name: score for name, score in figures.items() if name.startswith("own ")}


def read_figures(file: Path = RECORDED) -> dict[str, Score]:
    """Return the figures that a file holds."""
    rows: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["figures"]
    return {name: Score(row["right"], row["said"], row["wanted"]) for name, row in rows.items()}


def write_figures(file: Path, figures: Figures, revision: str) -> None:
    """Write figures with the revision of the code that they are of; one line a figure."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(_describe(score))}" for name, score in figures.items()
    ]
    text = f'{{"revision": {json.dumps(revision)},\n "figures": {{\n' + ",\n".join(lines) + "\n}}\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _describe(score: Score) -> dict[str, float]:
    rounded = {name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")}
    return {**score._asdict(), **rounded}
