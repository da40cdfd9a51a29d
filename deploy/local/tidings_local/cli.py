"""``tidings up``, ``tidings down`` and ``tidings status``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.endpoints import StackNotFoundError, default_cache_dir, default_data_dir
from tidings.interruption import BY_SIGINT
from tidings.options import DataDir
from tidings.terminal import fail
from tidings_local.background import start_in_background, stop_stack
from tidings_local.data_folder import (
    StackRunsError,
    end_left_overs,
    find_running,
    hold_data_dir,
)
from tidings_local.disk_space import DATA_MB, MB, check_free_space
from tidings_local.display import Display, describe_process
from tidings_local.ports import PortError, choose_ports
from tidings_local.setup import INTERRUPTED, SETUP_ERRORS, set_up_servers
from tidings_local.stack import check_start, run_stack
from tidings_local.stack_file import StackReport
from tidings_local.supervisor import StartError
from tidings_local.weighing import weigh_processes

NOT_READY = 1
NOT_RUNNING = 3
ERRORS = (*SETUP_ERRORS, PortError, StackRunsError, StackNotFoundError, StartError)


def up(
    detach: Annotated[
        bool, typer.Option("--detach", help="Return when everything is ready; it runs on.")
    ] = False,
    data_dir: DataDir = None,
    port_base: Annotated[
        int | None, typer.Option(help="Take ten ports from this one on, not the usual ones.")
    ] = None,
) -> None:
    """Start Kafka, Elasticsearch and the services, and keep them running.

    Without --detach it stays in the foreground; Ctrl-C stops everything.
    """
    console = Console(highlight=False)
    folder = _choose_folder(data_dir)
    try:
        ports = choose_ports(port_base)
        check_free_space(folder, DATA_MB * MB)
        check_start(folder, ports)
        _set_up()
        with Display(
            console, "`tidings down` stops it." if detach else "Ctrl-C stops it."
        ) as display:
            if detach:
                start_in_background(folder, port_base, display.show)
            else:
                run_stack(folder, default_cache_dir(), ports, display.show)
    except ERRORS as error:
        fail(str(error), status=NOT_READY)


def _set_up() -> None:
    try:
        set_up_servers(default_cache_dir(), Console(stderr=True))
    except KeyboardInterrupt:
        fail(INTERRUPTED, status=BY_SIGINT)


def down(data_dir: DataDir = None) -> None:
    """Stop everything that `tidings up` started; the data stays."""
    console = Console(highlight=False)
    folder = _choose_folder(data_dir)
    try:
        with Display(console) as display:
            stopped = stop_stack(folder, display.show)
        left_over = 0
        if not stopped and folder.exists():
            with hold_data_dir(folder):
                left_over = end_left_overs(folder)
    except (*ERRORS, TimeoutError) as error:
        fail(str(error), status=NOT_READY)
    if left_over:
        count = "1 process" if left_over == 1 else f"{left_over} processes"
        console.print(Text(f"Ended {count} that a crash had left running."))
    else:
        console.print(Text("Stopped." if stopped else f"Nothing runs on {folder}."))


def status(
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show each process with its state, pid and address.

    Exit status: 0 everything is ready, 1 something is not, 3 nothing runs.
    """
    console = Console(highlight=False, soft_wrap=json_output)
    folder = _choose_folder(data_dir)
    try:
        running = find_running(folder)
    except StackNotFoundError as error:
        fail(str(error), status=NOT_READY)
    if json_output:
        typer.echo(json.dumps(_describe(running, folder), ensure_ascii=False, indent=1))
    elif running:
        console.print(_tabulate(running))
    else:
        console.print(Text(f"Nothing runs on {folder}; start it with `tidings up`."))
    if running is None:
        raise typer.Exit(NOT_RUNNING)
    if running.state != "ready":
        raise typer.Exit(NOT_READY)


def _describe(report: StackReport | None, folder: Path) -> dict[str, Any]:
    if report is None:
        return {"state": "not running", "data_dir": str(folder), "processes": []}
    return {**report.to_json(), "data_dir": str(folder), "rss_mb": weigh_processes(report)}


def _tabulate(report: StackReport) -> Table:
    table = Table("process", "state", "pid", "MB", "restarts", box=None)
    # A cut address could not be copied.
    table.add_column("address", overflow="fold")
    weights = weigh_processes(report)
    for each in report.processes:
        weight = weights.get(each.name)
        table.add_row(
            each.name,
            describe_process(each),
            str(each.pid or ""),
            "" if weight is None else f"{weight:.0f}",
            str(each.restarts),
            each.url or "",
        )
    return table


def _choose_folder(data_dir: Path | None) -> Path:
    return data_dir.resolve() if data_dir else default_data_dir()
