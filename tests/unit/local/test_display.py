"""What a terminal and a log show while the stack comes up and goes down."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tidings_local.display import Display, describe_process, list_addresses
from tidings_local.stack_file import ProcessReport, StackReport

KAFKA = ProcessReport("kafka", "starting", "k.log", 1, 1.0, "127.0.0.1:9092")
TASK = ProcessReport("provision", "waiting", "p.log")
START = StackReport("1", 9, 1.0, "then", "starting", {}, (KAFKA, TASK))


def change(report, state="starting", **changes):
    """Return the report with other states of processes: ``kafka={"state": …}``."""
    processes = tuple(replace(each, **changes.get(each.name, {})) for each in report.processes)
    return replace(report, state=state, processes=processes)


READY = change(
    START,
    "ready",
    kafka={"state": "ready", "ready_after_s": 3.25},
    provision={"state": "done", "ready_after_s": 0.5},
)


def show(*reports, terminal=False, hint="") -> str:
    output = io.StringIO()
    console = Console(file=output, force_terminal=terminal, width=100, highlight=False)
    with Display(console, hint) as display:
        for report in reports:
            display.show(report)
    return output.getvalue()


def test_without_a_terminal_each_change_is_a_line_and_ready_shows_the_addresses():
    assert show(START, START, READY, READY).splitlines() == [
        "kafka         starting",
        "provision     waiting",
        "kafka         ready after 3.2 s",
        "provision     done after 0.5 s",
        "  kafka         127.0.0.1:9092",
    ]


def test_who_waits_is_told_how_to_stop_it():
    assert show(START, hint="Ctrl-C stops it.").count("Ctrl-C") == 0
    assert show(START, READY, hint="Ctrl-C stops it.").splitlines()[-1] == "Ctrl-C stops it."


def test_the_addresses_are_told_once():
    unready = change(READY, "degraded", kafka={"state": "unready", "detail": "no answer"})
    assert show(READY, unready, READY).count("127.0.0.1:9092") == 1


def test_a_terminal_shows_a_table_and_then_the_addresses():
    shown = show(START, READY, terminal=True)
    assert "✓" in shown
    assert "ready after 3.2 s" in shown
    assert shown.rstrip().endswith("127.0.0.1:9092\x1b[0m")


def test_a_terminal_shows_later_changes_as_lines():
    dead = change(READY, "degraded", kafka={"state": "restarting", "detail": "killed by signal 9"})
    shown = show(START, READY, dead, terminal=True)
    assert "kafka         \x1b[31mrestarting: killed by signal 9" in shown


def test_the_cursor_is_shown_again_after_an_error():
    output = io.StringIO()
    console = Console(file=output, force_terminal=True, width=100)
    display = Display(console)

    def interrupt(_report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), display:
        interrupt(display.show(START))
    assert output.getvalue().rindex("\x1b[?25h") > output.getvalue().rindex("\x1b[?25l")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "waiting"),
        ("starting", "starting"),
        ("stopping", "stopping"),
        ("ready", "ready after 3.2 s"),
        ("unready", "unready: [bold]why"),
        ("restarting", "restarting: [bold]why"),
    ],
)
def test_a_state_is_told_with_its_reason_and_without_markup(state, words):
    process = replace(KAFKA, state=state, ready_after_s=3.25, detail="[bold]why")
    assert describe_process(process).plain == words


def test_a_process_without_an_address_is_not_in_the_list():
    assert list_addresses(START).plain == "  kafka         127.0.0.1:9092"
