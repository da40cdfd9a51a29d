"""``tidings backup``: a snapshot of what is indexed, and the list of those there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.bars import show_bars
from tidings.options import DataDir, Json
from tidings.terminal import print_json
from tidings_index.backup.options import Directory, To
from tidings_index.backup.repository import open_repository
from tidings_index.backup.snapshots import Snapshot
from tidings_index.backup.taking import Taken, take_backup
from tidings_index.reindex.command import naming_errors
from tidings_index.reindex.session import open_session

INTERRUPTED = "Elasticsearch goes on with the backup: `tidings backup list`"

app = typer.Typer(invoke_without_command=True)


@app.callback()
def backup(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    to: To = None,
    directory: Directory = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until it is complete; else it is only begun.")
    ] = False,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, metavar="N", help="Wait, then delete all but the newest N."),
    ] = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Take a snapshot of the articles and their history, while everything runs.

    Exit status: 0 done, or begun without --wait; 1 not done: then nothing was deleted.
    """
    if context.invoked_subcommand is not None:
        return
    with naming_errors(INTERRUPTED), open_session(data_dir) as session:
        repository = open_repository(session.client, to, directory)
        with show_bars() as begin_bar:
            taken = take_backup(
                session,
                repository,
                datetime.now(UTC),
                wait=wait,
                keep=keep,
                begin_bar=begin_bar,
            )
    if json_output:
        print_json(taken.describe())
    else:
        Console(highlight=False).print(Text(_tell(taken)), soft_wrap=True)


@app.command("list")
def list_backups(
    to: To = None,
    directory: Directory = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List the backups of a repository, the newest first."""
    with naming_errors(), open_session(data_dir) as session:
        repository = open_repository(session.client, to, directory)
        found = repository.list(session.elasticsearch.alias)
    if json_output:
        print_json({"repository": repository.name, "backups": [each.describe() for each in found]})
    elif found:
        Console(highlight=False).print(_render(found))
    else:
        typer.echo(f"the repository {repository.name} has no backups")


def _tell(taken: Taken) -> str:
    holds = f"{taken.note.documents:,} articles and {taken.note.revisions:,} earlier revisions"
    if not taken.is_complete:
        return f"began {taken.name} of {holds}; `tidings backup list` says when it is complete"
    deleted = f"; deleted {', '.join(taken.deleted)}" if taken.deleted else ""
    return f"{taken.name} is complete: {holds}{deleted}"


def _render(found: list[Snapshot]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("backup", "taken (UTC)", "state", "articles", "earlier"):
        table.add_column(name, justify="right" if name in {"articles", "earlier"} else "left")
    for each in found:
        table.add_row(
            Text(each.name),
            f"{each.taken_at:%Y-%m-%d %H:%M:%S}",
            Text(each.state.lower()),
            f"{each.note.documents:,}",
            f"{each.note.revisions:,}",
        )
    return table
