"""``make plots``: a picture and a table of each kept measurement, for docs/performance.md.

Reads the JSON files of bench/measured, which ``make bench-… JSON=FILE`` writes, and nothing else.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bars import draw_bars
from figures import Measurement

ROOT = Path(__file__).resolve().parents[1]
MEASURED, PAGE, IMAGES = "bench/measured", "docs/performance.md", "docs/images"
_MARKED = re.compile(r"(<!-- measured -->\n).*?(<!-- end of measured -->)", re.DOTALL)


def main(root: Path = ROOT) -> int:
    """Draw all that is kept; 1 where nothing is."""
    kept = {each.stem: Measurement.read(each) for each in sorted((root / MEASURED).glob("*.json"))}
    if not kept:
        print(f"nothing is kept in {MEASURED}: make bench-index JSON={MEASURED}/index.json")
        return 1
    for name, measurement in kept.items():
        image = root / IMAGES / f"bench-{name}.svg"
        image.write_text(draw_bars(measurement), encoding="utf-8")
        print(image.relative_to(root))
    page = root / PAGE
    page.write_text(write_tables(page.read_text("utf-8"), kept), encoding="utf-8")
    return 0


def write_tables(page: str, kept: dict[str, Measurement]) -> str:
    """Return the page with the tables between its two marks in place of what is there."""
    tables = "\n".join(render(name, each) for name, each in kept.items())
    return _MARKED.sub(lambda found: f"{found[1]}{tables}{found[2]}", page)


def render(name: str, measurement: Measurement) -> str:
    """Return Markdown: the picture, a row for each figure, and what they were measured on."""
    machine = measurement.environment
    rows = (
        f"| {each.name} | {each.shown} | {each.spread} | {each.wanted} |"
        for each in measurement.figures
    )
    lines = (
        f"### {measurement.title}",
        "",
        f"![each figure as a share of its target](images/bench-{name}.svg)",
        "",
        "| figure | measured | spread | target |",
        "|---|---|---|---|",
        *rows,
        "",
        (
            f"Revision {measurement.revision}, {measurement.date}; {machine['cores']} cores of "
            f"{machine['processor']}, {machine['memory']}, Python {machine['python']}, load "
            f"{machine['load']} at the end."
        ),
        "",
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
