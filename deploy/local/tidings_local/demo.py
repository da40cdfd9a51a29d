"""``make run``: the whole road shown on one newspaper page, by the commands a user would type.

python -m tidings_local.demo [--once] PAGE
"""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

TIDINGS = str(Path(sys.executable).with_name("tidings"))
console = Console(highlight=False)


class DemoError(Exception):
    """A command of the demonstration failed; it has said why on standard error."""


def show_road(page: Path, once: bool = typer.Option(False, "--once")) -> None:
    """Start the stack, push PAGE, show its articles with their tags, and search for one of them.

    Stays in the foreground until Ctrl-C; with --once it stops everything at once. The exit
    status is 1 when an article could not be found by a search within 60 seconds.
    """
    try:
        with running_stack():
            walk_road(page)
            print_addresses()
            if not once:
                wait_for_interrupt()
    except DemoError as error:
        Console(stderr=True).print(Text(str(error), style="red"))
        raise typer.Exit(1) from error


@contextmanager
def running_stack() -> Iterator[None]:
    """Have a stack: the one that runs already, which then stays, or one for this time only."""
    if _status()["state"] == "ready":
        console.print("A stack runs already; it is used and left running.", style="dim")
        yield
        return
    run_command("up", "--detach")
    try:
        yield
    finally:
        run_command("down")


def walk_road(page: Path) -> None:
    """Push the page, then show and search what came out of it."""
    pushed = read_json("push", str(page), "--source", "demo", "--wait")
    for item in pushed["items"]:
        console.print(_describe_item(item))
    found = [item for item in pushed["items"] if item.get("seconds") is not None]
    if not found or len(found) < len(pushed["items"]):
        raise DemoError(f"{page}: not every article became searchable")
    for item in found:
        run_command("show", item["id"])
    run_command("search", *_choose_search(found[0]["id"]))


def _describe_item(item: dict[str, Any]) -> Text:
    seconds = item.get("seconds")
    state = item["status"] if seconds is None else f"searchable after {seconds:.1f} s"
    line = Text("  ").append(state, style="green" if seconds is not None else "red")
    return line.append(f"  {item['id']}  ").append(item.get("headline") or "(no headline)", "bold")


def _choose_search(article_id: str) -> list[str]:
    """Return a search that an analyst would make of this article: by person, place or event."""
    shown = read_json("show", article_id, echo=False)
    for option, key in (("--person", "persons"), ("--place", "places"), ("--event", "event_types")):
        if shown.get(key):
            return ["", option, shown[key][0]]
    return [(shown.get("headline") or shown["body"])[:12]]


def print_addresses() -> None:
    """Print where everything is, for a browser and for scripts."""
    for process in _status()["processes"]:
        if process.get("url"):
            console.print(Text(f"  {process['name']:<14}{process['url']}", style="cyan"))


def wait_for_interrupt() -> None:
    """Return at Ctrl-C or SIGTERM."""
    asked = threading.Event()
    stop: Callable[..., None] = lambda *_: asked.set()  # noqa: E731
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    console.print("\nEverything runs. Ctrl-C stops it; the articles stay for the next time.")
    console.print("In another terminal, `tidings top` shows it at work.", style="dim")
    asked.wait()


def run_command(*arguments: str) -> None:
    """Print a ``tidings`` command and run it; raises DemoError when it fails."""
    _echo(arguments)
    if subprocess.run([TIDINGS, *arguments], check=False).returncode != 0:
        raise DemoError(f"tidings {arguments[0]} failed")


def read_json(*arguments: str, echo: bool = True) -> dict[str, Any]:
    """Run a ``tidings`` command with ``--json`` and return what it printed."""
    if echo:
        _echo(arguments)
    done = subprocess.run([TIDINGS, *arguments, "--json"], check=False, stdout=subprocess.PIPE)
    try:
        return dict(json.loads(done.stdout))
    except ValueError as error:
        raise DemoError(f"tidings {arguments[0]} failed") from error


def _echo(arguments: tuple[str, ...]) -> None:
    console.print(Text(f"\n$ tidings {shlex.join(arguments)}", style="bold blue"))


def _status() -> dict[str, Any]:
    done = subprocess.run([TIDINGS, "status", "--json"], check=False, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    typer.run(show_road)
