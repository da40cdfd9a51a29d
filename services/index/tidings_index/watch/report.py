"""Watches for people and for programs, without anything secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.terminal import printable
from tidings_index.watch.entry import Question, Watch


def describe_watch(watch: Watch) -> dict[str, object]:
    """Return what JSON tells of a watch."""
    described = watch.model_dump(mode="json", exclude={"secret", "question"})
    question = watch.question.model_dump(mode="json", exclude_defaults=True)
    return {**described, "question": question}


def print_watches(watches: Sequence[Watch]) -> None:
    """Print a line a watch, and below what was wrong last."""
    console = Console(highlight=False)
    if not watches:
        console.print(Text("No watches.", "dim"))
        return
    table = Table(
        *("name", "state", "posted", "failed", "dead", "last posted", "receiver", "search"),
        box=None,
        pad_edge=False,
    )
    for each in watches:
        counts = (str(each.delivered), str(each.failed), str(each.dead_letters))
        cells = (each.name, each.state, *counts, _show_moment(each.delivered_at), each.host)
        texts = (*cells, describe_question(each.question))
        table.add_row(*(Text(printable(cell, keep=""), overflow="fold") for cell in texts))
    console.print(table)
    for each in watches:
        if each.error is not None:
            _print_line(console, f"{each.name}: {each.error}", "yellow")


def print_watch(watch: Watch) -> None:
    """Print all of one watch."""
    console = Console(highlight=False)
    rows = {
        "name": watch.name,
        "search": describe_question(watch.question),
        "webhook": watch.url,
        "private addresses": "allowed" if watch.allow_private else "refused",
        "state": watch.state,
        "added": _show_moment(watch.created_at),
        "posted": f"{watch.delivered:,}",
        "posts that failed": f"{watch.failed:,}",
        "dead letters": f"{watch.dead_letters:,}",
        "last posted": _show_moment(watch.delivered_at) or "never",
        "last failure": _show_moment(watch.failed_at) or "never",
        "what is wrong": watch.error or "nothing",
    }
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        table.add_row(Text(name, "dim"), Text(printable(value, keep=""), overflow="fold"))
    console.print(table)


def describe_question(question: Question) -> str:
    """Return a search in one line: the words, then each filter with its name."""
    told = question.model_dump(exclude_defaults=True)
    words = told.pop("words", "")
    filters = [
        f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in told.items()
    ]
    return "; ".join(filter(None, [words, *filters])) or "every article"


def _print_line(console: Console, line: str, style: str) -> None:
    console.print(Text(printable(line, keep=""), style), soft_wrap=True)


def _show_moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
