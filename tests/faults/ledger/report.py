"""What a run has shown, as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from faults.ledger.rig import Outcome, Struck
from rich.console import Console
from rich.table import Table
from rich.text import Text


def describe(seed: int, skip: int, outcome: Outcome) -> dict[str, Any]:
    """Return it as JSON has it."""
    account = asdict(outcome.account)
    return {
        "seed": seed,
        "skipped": skip,
        "done": count_done(outcome),
        "faults": [asdict(each) for each in outcome.struck],
        **account,
        "lost": len(account["lost"]),
        "lost_ids": account["lost"],
        "duplicates": len(account["duplicates"]),
        "duplicate_headlines": account["duplicates"],
        "unexpected": outcome.unexpected,
        "traces": outcome.traces,
        "seconds": round(outcome.lasted_s),
        "good": outcome.is_good,
    }


def count_done(outcome: Outcome) -> int:
    """Return how many faults there were, without those that the machine cannot have."""
    return sum(not each.skipped for each in outcome.struck)


def describe_struck(struck: Struck) -> str:
    """Return what became of a fault in a few words."""
    if struck.skipped:
        return f"left out: {struck.skipped}"
    if struck.problem:
        return struck.problem
    return f"recovered in {struck.recovery_s:.1f} s"


def show(console: Console, seed: int, outcome: Outcome) -> None:
    """Print the faults, the numbers, and where what is lost was seen last."""
    faults = Table("", "fault", "for s", "recovery s", box=None)
    for number, each in enumerate(outcome.struck, 1):
        recovery = describe_struck(each).removeprefix("recovered in ").removesuffix(" s")
        lasting = f"{each.fault.lasts_s:.1f}" if each.fault.lasts_s else ""
        what = f"{each.fault.kind.replace('_', ' ')} {each.fault.target}"
        faults.add_row(str(number), what, lasting, Text(recovery))
    console.print(faults)
    account = outcome.account
    numbers = Table(
        *("seed", "faults", "acknowledged", "searchable", "dead-lettered", "lost", "duplicates"),
        box=None,
    )
    counts = (
        *(
            seed,
            count_done(outcome),
            account.acknowledged,
            account.searchable,
        ),
        *(account.dead_lettered, len(account.lost), len(account.duplicates)),
    )
    numbers.add_row(*map(str, counts))
    console.print(numbers)
    for title, lines in (
        ("lost", account.lost),
        ("where the first of them are", outcome.traces),
        ("more than one document", account.duplicates),
        ("unexpected answers", outcome.unexpected),
    ):
        if lines:
            console.print(Text("\n".join((f"{title}:", *lines))))
