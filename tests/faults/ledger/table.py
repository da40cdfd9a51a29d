"""The kinds of faults as the table of docs/faults.md: ``python -m faults.ledger.table``."""

from __future__ import annotations

from pathlib import Path

from faults.ledger.fault import KINDS, SERVICES

PAGE = Path(__file__).parents[3] / "docs" / "faults.md"
START = (
    "<!-- From the table of faults: PYTHONPATH=tests .venv/bin/python -m faults.ledger.table -->\n"
)
END = "<!-- The end of the table. -->\n"


def write_table() -> str:
    """Return a row for each kind: its name, what it does, to which parts, and for how long."""
    rows = ["| kind | what happens | to | for | in CI |", "|---|---|---|---|---|"]
    for name, kind in KINDS.items():
        targets = "each of the five" if kind.targets == SERVICES else ", ".join(kind.targets)
        lasting = f"{kind.least_s:g} to {kind.most_s:g} s" if kind.most_s else "a moment"
        rows.append(
            f"| `{name}` | {kind.what} | {targets} | {lasting} | {'' if kind.slow else 'yes'} |"
        )
    return "\n".join((*rows, ""))


def complete_page(page: str) -> str:
    """Return the page with what stands between its marks written anew."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{PAGE.name} lacks a mark: {START}{END}")
    return f"{before}{start}\n{write_table()}\n{end}{after}"


if __name__ == "__main__":
    PAGE.write_text(complete_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
