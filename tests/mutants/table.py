"""The faults as the table of docs/promises.md: ``python -m mutants.table``."""

from __future__ import annotations

from pathlib import Path

from mutants.mutation import load_mutations

PAGE = Path(__file__).parents[2] / "docs" / "promises.md"
START = "<!-- From the list of faults: PYTHONPATH=tests .venv/bin/python -m mutants.table -->\n"


def write_table() -> str:
    """Return a row for each fault: its promise, what it is, where it is put in, what catches it."""
    rows = ["| promise | fault | put into | caught by |", "|---|---|---|---|"]
    for each in load_mutations():
        tests = ", ".join(f"`{test.rpartition('/')[2]}`" for test in each.tests)
        rows.append(f"| {each.promise} | {each.name} | `{each.file}` | {tests} |")
    return "\n".join((*rows, ""))


def complete_page(page: str) -> str:
    """Return the page with what stands below its mark written anew."""
    before, mark, _ = page.partition(START)
    if not mark:
        raise ValueError(f"{PAGE.name} has no mark: {START}")
    return f"{before}{mark}\n{write_table()}"


if __name__ == "__main__":
    PAGE.write_text(complete_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
