"""What the ``dlq`` commands print; what came from others does no harm to a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.dead_letter import Position
from tidings.dlq.groups import Group
from tidings.dlq.letter import Letter
from tidings.dlq.selection import format_position
from tidings.dlq.settling import Tally
from tidings.terminal import printable, tell

# A newspaper article is 1,000 to 5,000 characters; a damaged value can be of any size.
MOST_SHOWN_CHARACTERS: Final = 20_000


def print_json(value: object, indent: int | None = 1) -> None:
    """Print JSON with escapes for what a terminal would obey."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if printable(text) != text:
        text = "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in text)
    typer.echo(text)


def describe_group(group: Group) -> dict[str, Any]:
    """Return what --json prints of a group."""
    fields = asdict(group)
    return {**fields, "oldest": _iso(group.oldest), "newest": _iso(group.newest)}


def describe_letter(letter: Letter) -> dict[str, Any]:
    """Return what --json prints of a letter, all but its value and the headers of others."""
    return {
        "position": format_position(letter.at),
        "id": letter.id,
        "stage": letter.stage,
        "reason": letter.reason,
        "detail": letter.detail,
        "source": letter.source,
        "feed": letter.feed,
        "headline": letter.headline,
        "failed_at": _iso(letter.failed_at),
        "tries": letter.tries,
        "edited_from": letter.edited_from,
        "bytes": letter.size,
        "origin": letter.origin and format_position(letter.origin),
    }


def describe_headers(letter: Letter) -> list[tuple[str, str]]:
    """Return the headers of others, of which several may have the same name."""
    return [(name, value.decode("utf-8", "backslashreplace")) for name, value in letter.headers]


def describe_value(value: bytes) -> dict[str, Any]:
    """Return ``{"value": …}`` for JSON, ``{"text": …}`` for other bytes, escaped where no UTF-8."""
    try:
        fields = orjson.loads(value)
        orjson.dumps(fields)  # what is nested deeper than it writes is text too
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return {"text": value.decode("utf-8", "backslashreplace")}
    return {"value": fields}


def render_groups(groups: Sequence[Group]) -> Table | Text:
    """Return the table of groups."""
    if not groups:
        return Text("no dead letters", style="green")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("reason", "stage", "source", "feed"):
        table.add_column(name, overflow="fold")
    table.add_column("letters", justify="right")
    table.add_column("oldest", no_wrap=True)
    table.add_column("newest", no_wrap=True)
    for each in groups:
        names = (each.reason, each.stage, each.source or "-", each.feed or "-")
        moments = (_clock(each.oldest), _clock(each.newest))
        table.add_row(*map(_plain, names), Text(f"{each.letters:,}"), *map(Text, moments))
    return table


def render_line(letter: Letter) -> Text:
    """Return one line about a letter."""
    line = Text(printable(format_position(letter.at), keep=""), style="cyan")
    line.append(f"  {_clock(letter.failed_at)}  ", style="dim")
    line.append(printable(f"{letter.stage}/{letter.reason}", keep=""), style="red")
    about = (letter.source or "-", letter.id or "-", letter.headline or "")
    return line.append("  " + "  ".join(printable(each, keep="") for each in about))


def render_letter(letter: Letter, settled: str | None) -> Text:
    """Return a whole letter: what is known about it, the headers of others, its value."""
    facts = {name: value for name, value in describe_letter(letter).items() if value is not None}
    named = [*facts.items(), ("state", settled or "open")]
    named += [(f"header {name}", value) for name, value in describe_headers(letter)]
    text = Text()
    for name, value in named:
        text.append(f"{printable(name, keep='')}: ", style="bold")
        text.append(printable(str(value), keep="") + "\n")
    return text.append("\n").append(_render_value(letter))


def _render_value(letter: Letter) -> Text:
    if letter.left_out_bytes is not None:
        return Text("the value was left out for its size; --raw fetches it while it can be had")
    described = describe_value(letter.value)
    if "value" in described:
        shown = orjson.dumps(described["value"], option=orjson.OPT_INDENT_2).decode()
    else:
        shown = described["text"]
    text = Text(printable(shown[:MOST_SHOWN_CHARACTERS]))
    more = len(shown) - MOST_SHOWN_CHARACTERS
    if more > 0:
        text.append(f"\n… and {more:,} more characters; --raw writes all", style="yellow")
    return text


def describe_tally(tally: Tally, done: str, *, dry_run: bool = False) -> dict[str, Any]:
    """Return what --json prints of a replay or a purge; ``done`` names what was done."""
    left = [
        {"why": why, "letters": count, "examples": _format_all(tally.examples[why])}
        for why, count in tally.left.items()
    ]
    reasons = dict(tally.reasons.most_common())
    return {done: tally.settled, "reasons": reasons, "left": left, "dry_run": dry_run}


def print_tally(tally: Tally, done: str, *, dry_run: bool = False) -> None:
    """Print how many of which reason were settled, and to standard error why others were not."""
    would = "would be " if dry_run else ""
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in tally.reasons.most_common())
    line = f"{would}{done}: {tally.settled:,}" + (f" ({reasons})" if reasons else "")
    Console(highlight=False, soft_wrap=True).print(Text(printable(line, keep=""), style="green"))
    for why, count in tally.left.items():
        examples = ", ".join(_format_all(tally.examples[why]))
        words = f"left as they are: {count:,}: {why} ({examples}{', …' if count > 5 else ''})"
        tell(words, style="yellow")


def _format_all(positions: Iterable[Position]) -> list[str]:
    return [format_position(each) for each in positions]


def _plain(name: str) -> Text:
    return Text(printable(name, keep=""))


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _clock(moment: datetime | None) -> str:
    return "-" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
