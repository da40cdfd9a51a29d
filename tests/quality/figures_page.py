"""The tables of figures in docs/tagging.md, written from the recorded figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from quality.figures import Figures
from quality.tag_scores import Score

PAGE = Path(__file__).parents[2] / "docs/tagging.md"
_MARKED = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def write_tables(page: str, figures: Figures) -> str:
    """Return the page with the tables between its two marks in place of what is there."""
    return _MARKED.sub(lambda found: f"{found[1]}{render_tables(figures)}{found[2]}", page)


def render_tables(figures: Figures) -> str:
    """Return Markdown: a table for all that is measured in the same things, a row for each."""
    rows: defaultdict[str, dict[str, Score]] = defaultdict(dict)
    for name, score in figures.items():
        where, what = name.split(": ")
        rows[where][what] = score
    tables: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for where, scores in rows.items():
        tables[tuple(scores)].append(where)
    return "\n".join(
        "".join(f"{line}\n" for line in _render(whats, wheres, rows))
        for whats, wheres in tables.items()
    )


def _render(
    whats: tuple[str, ...], wheres: list[str], rows: dict[str, dict[str, Score]]
) -> Iterator[str]:
    yield f"| measured on | {' | '.join(whats)} |"
    yield f"|---|{'---|' * len(whats)}"
    for where in wheres:
        yield f"| {where} | {' | '.join(_show(rows[where][what]) for what in whats)} |"


def _show(score: Score) -> str:
    if score.right == score.said == score.wanted:
        return "1.000"
    return f"{score.f1:.3f} ({score.precision:.2f}/{score.recall:.2f})"
