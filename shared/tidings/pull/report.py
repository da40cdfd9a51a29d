"""What ``tidings pull`` prints: a line for each feed and round that has something to say."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from tidings.pull.durations import show_duration
from tidings.pull.feed import Feed, show_address
from tidings.pull.outcome import (
    Counts,
    Delivered,
    Gone,
    NothingNew,
    Outcome,
    Undelivered,
    Unreachable,
    count_items,
)
from tidings.terminal import printable, tell

GONE = "gone for good (HTTP status 410); it is not asked for again"


class LineReport:
    """Lines for people: news on standard output, trouble on standard error."""

    def __init__(self, *, is_verbose: bool) -> None:
        self._is_verbose = is_verbose
        self._moves: set[tuple[Feed, str]] = set()

    def __call__(self, feed: Feed, outcome: Outcome, next_s: float | None) -> None:
        """Print what became of ``feed``; its next round is in ``next_s`` seconds."""
        self._tell_move(feed, outcome)
        match outcome:
            case Delivered(pushed):
                self._print_counts(feed, count_items(pushed), pushed.notes)
            case NothingNew():
                if self._is_verbose:
                    _print(f"{feed.name}: nothing new")
            case Unreachable(reason):
                tell(f"{feed.name}: {reason}{_name_next(next_s)}")
            case Undelivered(pushed):
                for problem in count_items(pushed).problems:
                    tell(f"{feed.name}: {problem}{_name_next(next_s)}")
            case Gone():
                tell(f"{feed.name}: {GONE}")

    def _print_counts(self, feed: Feed, counts: Counts, notes: tuple[str, ...]) -> None:
        if counts.accepted or counts.rejected or self._is_verbose:
            _print(f"{feed.name}: {describe_counts(counts)}")
        for problem in counts.problems:
            tell(f"{feed.name}: {problem}")
        if self._is_verbose:
            for note in notes:
                tell(f"{feed.name}: {note}", "yellow")

    def _tell_move(self, feed: Feed, outcome: Outcome) -> None:
        """Tell once where the feed has moved to."""
        if not isinstance(outcome, Delivered | NothingNew) or outcome.moved_to is None:
            return
        moved_to = outcome.moved_to
        if (feed, moved_to) in self._moves:
            return
        self._moves.add((feed, moved_to))
        tell(f"{feed.name}: has moved to {show_address(moved_to)}; ask for that", "yellow")


def print_json_line(feed: Feed, outcome: Outcome, next_s: float | None) -> None:
    """Print one line of JSON, in ASCII, so that nothing in it is obeyed by a terminal."""
    typer.echo(json.dumps(describe_round(feed, outcome, next_s)))


def describe_round(feed: Feed, outcome: Outcome, next_s: float | None) -> dict[str, Any]:
    """Return what --json prints of one round."""
    told: dict[str, Any] = {"address": feed.name, "source": feed.source, "feed": feed.feed}
    match outcome:
        case Delivered(pushed, moved_to=moved_to):
            told |= {"outcome": "delivered", **asdict(count_items(pushed)), "notes": pushed.notes}
        case NothingNew(moved_to=moved_to):
            told["outcome"] = "nothing new"
        case Unreachable(reason):
            moved_to = None
            told |= {"outcome": "unreachable", "problems": [reason]}
        case Undelivered(pushed):
            moved_to = None
            told |= {"outcome": "undelivered", "problems": count_items(pushed).problems}
        case Gone():
            moved_to = None
            told |= {"outcome": "gone", "problems": [GONE]}
    if moved_to is not None:
        told["moved_to"] = show_address(moved_to)
    if next_s is not None:
        told["next_in_s"] = round(next_s, 1)
    return told


def describe_counts(counts: Counts) -> str:
    """Return such as ``3 accepted (1 held back), 20 unchanged``."""
    said = []
    if counts.accepted:
        held = f" ({counts.held} held back)" if counts.held else ""
        said.append(f"{counts.accepted} accepted{held}")
    said += [f"{counts.unchanged} unchanged"] if counts.unchanged else []
    said += [f"{counts.rejected} rejected"] if counts.rejected else []
    return ", ".join(said) or "no items"


def _name_next(seconds: float | None) -> str:
    return "" if seconds is None else f"; again in {show_duration(seconds)}"


def _print(line: str) -> None:
    Console(highlight=False, soft_wrap=True).print(Text(printable(line, keep="")))
