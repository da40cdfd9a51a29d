"""The corpus as the tables of docs/hostile-input.md: ``python -m faults.hostile.table``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path

from faults.hostile.attack import Attack
from faults.hostile.corpus import GROUPS

PAGE = Path(__file__).parents[3] / "docs" / "hostile-input.md"
START = "<!-- From the corpus: PYTHONPATH=tests .venv/bin/python -m faults.hostile.table -->\n"
# Attacks that differ in the words behind these only are one row.
BETWEEN = " nothing but "


def write_tables() -> str:
    """Return a table for each group of attacks."""
    return "\n".join(
        "\n".join(
            (f"### {name}\n", "| what is sent | answer |", "|---|---|", *_write_rows(group), "")
        )
        for name, group in GROUPS.items()
    )


def complete_page(page: str) -> str:
    """Return the page with what stands below its mark written anew."""
    before, mark, _ = page.partition(START)
    if not mark:
        raise ValueError(f"{PAGE.name} has no mark: {START}")
    return f"{before}{mark}\n{write_tables()}"


def _write_rows(group: Sequence[Attack]) -> Iterator[str]:
    rows: dict[tuple[str, str], list[str]] = {}
    for each in group:
        what, _, of = each.what.partition(BETWEEN)
        rows.setdefault((what, _name_answer(each)), []).append(of)
    for (what, answer), tails in rows.items():
        among = f"{BETWEEN}{', '.join(tails)}" if all(tails) else ""
        yield f"| {what}{among} | {answer} |"


def _name_answer(attack: Attack) -> str:
    if attack.status is None:
        return "none; the connection is closed"
    where = attack.where.replace("*", "…")
    named = f", names `{where}`" if where else ""
    then = f"; then {attack.then} for the next request" if attack.then else ""
    return f"{attack.status} {HTTPStatus(attack.status).phrase}{named}{then}"


if __name__ == "__main__":
    PAGE.write_text(complete_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
