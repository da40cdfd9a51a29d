"""``tidings restore``: the articles of a backup, and what came after it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from tidings.bars import show_bars
from tidings.options import DataDir, Json
from tidings.terminal import fail, print_json, tell
from tidings_index.backup.options import Directory, From
from tidings_index.backup.repository import open_repository
from tidings_index.backup.restore_plan import RestorePlan
from tidings_index.backup.restoring import Restoring
from tidings_index.backup.snapshots import choose_snapshot
from tidings_index.reindex.command import naming_errors
from tidings_index.reindex.report import Report
from tidings_index.reindex.session import open_session


def restore(  # noqa: PLR0913, PLR0917 - each is an option of the command
    name: Annotated[
        str | None, typer.Argument(metavar="SNAPSHOT", help="Else the newest complete one.")
    ] = None,
    repository: From = None,
    directory: Directory = None,
    whole_topic: Annotated[
        bool,
        typer.Option("--whole-topic", help="Read all that the topic holds over the backup."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Restore a backup under new names, read what came after it, and put it in its place.

    The stages may run. What the present index has goes into the new one; it stays, closed to
    writers, until `tidings reindex --drop-old`. Interrupted, it goes on at the next start.
    Exit status: 0 done, 1 not done: then the present index is in its place.
    """
    with naming_errors(), open_session(data_dir) as session:
        there = open_repository(session.client, repository, directory)
        found = there.list(session.elasticsearch.alias)
        restoring = Restoring(session, there, choose_snapshot(found, name, there.name))
        plan = restoring.plan(whole_topic=whole_topic)
        if dry_run:
            _say(plan, None, json_output)
            return
        _ask(plan, yes)
        with show_bars() as begin_bar:
            report = restoring.run(plan, begin_bar)
    _say(plan, report, json_output)


def _ask(plan: RestorePlan, yes: bool) -> None:
    """Go on only after a yes where articles are searched at present."""
    if yes or not plan.present_documents:
        return
    tell(_tell_plan(plan), "yellow")
    if not typer.confirm(f"put it in the place of {plan.present}?", err=True):
        fail("nothing was done")


def _say(plan: RestorePlan, report: Report | None, json_output: bool) -> None:
    if json_output:
        print_json({**plan.describe(), **(report.describe() if report else {})})
        return
    words = _tell_report(plan, report) if report else _tell_plan(plan)
    Console(highlight=False).print(Text(words), soft_wrap=True)
    if loss := plan.tell_loss():
        tell(loss, "yellow")


def _tell_plan(plan: RestorePlan) -> str:
    snapshot = plan.snapshot
    return (
        f"{snapshot.name} of {snapshot.taken_at:%Y-%m-%d %H:%M} UTC has "
        f"{snapshot.note.documents:,} articles and {snapshot.note.revisions:,} earlier revisions; "
        f"{plan.to_read:,} messages of the topic come after it; {plan.present} is in its place "
        f"with {plan.present_documents:,} articles"
    )


def _tell_report(plan: RestorePlan, report: Report) -> str:
    return (
        f"{report.new} is in the place of {report.old}: {report.documents:,} articles, of which "
        f"{plan.snapshot.note.documents:,} were in {plan.snapshot.name}; {report.copied:,} copied "
        f"from {report.old}, {report.read:,} messages read. `tidings reindex --drop-old` deletes "
        f"{report.old}."
    )
