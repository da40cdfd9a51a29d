"""Show on a terminal how the stack comes up and goes down; plain lines where there is none."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from tidings_local.stack_file import ProcessReport, ProcessState, StackReport

COLOURS: dict[ProcessState, str] = {
    "ready": "green",
    "done": "green",
    "unready": "yellow",
    "restarting": "red",
    "waiting": "dim",
    "stopped": "dim",
}


class Display:
    """Shows each report it is given: a live table on a terminal, else a line for each change.

    When everything is ready it prints the addresses and ``hint``; what changes later comes as
    lines.
    """

    def __init__(self, console: Console, hint: str = "") -> None:
        self._console = console
        self._hint = hint
        self._seen: dict[str, Text] = {}
        self._told_addresses = False
        self._live = Live(console=console, refresh_per_second=8) if console.is_terminal else None
        # A spinner must stay the same object, or it never turns.
        self._spinners: dict[str, Spinner] = {}

    def __enter__(self) -> Display:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.finish_table()

    def finish_table(self) -> None:
        """Leave the table as it is on the screen; later changes come as lines below it."""
        if self._live:
            self._live.stop()
            self._live = None

    def show(self, report: StackReport) -> None:
        """Show what has changed."""
        for process in report.processes:
            line = describe_process(process)
            if self._seen.get(process.name) != line:
                self._seen[process.name] = line
                if self._live is None:
                    self._console.print(Text(f"{process.name:<14}").append_text(line))
        if self._live:
            self._live.update(self._draw(report))
        if report.state == "ready" and not self._told_addresses:
            self._told_addresses = True
            self.finish_table()
            self._console.print(list_addresses(report))
            if self._hint:
                self._console.print(Text(self._hint))

    def _draw(self, report: StackReport) -> Table:
        table = Table.grid(padding=(0, 1))
        for process in report.processes:
            line = describe_process(process)
            busy = process.state in ("starting", "stopping")
            table.add_row(self._spin(process) if busy else _mark(process), process.name, line)
        return table

    def _spin(self, process: ProcessReport) -> Spinner:
        return self._spinners.setdefault(process.name, Spinner("dots", style="cyan"))


def _mark(process: ProcessReport) -> Text:
    marks: dict[ProcessState, str] = {"ready": "✓", "done": "✓", "restarting": "✗", "unready": "!"}
    return Text(marks.get(process.state, "·"), style=COLOURS.get(process.state, ""))


def describe_process(process: ProcessReport) -> Text:
    """Return the state in words, coloured, with the reason or the seconds it took."""
    words: str = process.state
    if process.state in ("ready", "done") and process.ready_after_s is not None:
        words += f" after {process.ready_after_s:.1f} s"
    elif process.state in ("unready", "restarting") and process.detail:
        words += f": {process.detail}"
    return Text(words, style=COLOURS.get(process.state, "cyan"))


def list_addresses(report: StackReport) -> Text:
    """Return the addresses of the stack, a line each."""
    lines = [f"  {p.name:<14}{p.url}" for p in report.processes if p.url]
    return Text("\n".join(lines), style="cyan")
