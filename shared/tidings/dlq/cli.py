"""``tidings dlq``: the dead letters as a work list."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from tidings.dlq import options, report
from tidings.dlq.choosing import choose_letter, read_value
from tidings.dlq.edit_command import edit_letter
from tidings.dlq.groups import group_letters
from tidings.dlq.options import Filters
from tidings.dlq.ports import MessageLog
from tidings.dlq.replay_rules import DEFAULT_MOST_TRIES
from tidings.dlq.selection import Selection, SelectionError
from tidings.dlq.session import open_log, reading, run_errand
from tidings.dlq.settling import Purge, Replay
from tidings.options import DataDir, Json
from tidings.terminal import fail

app = typer.Typer(no_args_is_help=True, help="List, show, edit, replay and purge dead letters.")
app.command("edit")(edit_letter)


@app.command("list")
def list_letters(  # noqa: PLR0913, PLR0917 - the options of a command
    reason: options.Reason = None,
    stage: options.Stage = None,
    source: options.Source = None,
    feed: options.Feed = None,
    since: options.Since = None,
    until: options.Until = None,
    article_id: options.Id = None,
    topic: options.Topic = None,
    one_by_one: Annotated[
        bool, typer.Option("--all", help="Each letter in a line; with --json an object a line.")
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List the open dead letters, grouped by reason, stage, source and feed. Times are UTC."""
    filters = Filters(reason, stage, source, feed, since, until, article_id)
    with open_log(data_dir) as log:
        selection = filters.select(datetime.now(UTC))
        if one_by_one:
            with reading(log, topic, selection, "reading markers") as letters:
                letters.read_settled()
            console = Console(highlight=False, soft_wrap=True)
            for each in letters.find():
                if json_output:
                    report.print_json(report.describe_letter(each), indent=None)
                else:
                    console.print(report.render_line(each))
            return
        with reading(log, topic, selection, "reading") as letters:
            groups = group_letters(letters.find())
    if json_output:
        total = sum(each.letters for each in groups)
        described = [report.describe_group(each) for each in groups]
        report.print_json({"letters": total, "groups": described})
    else:
        Console(highlight=False).print(report.render_groups(groups))


@app.command()
def show(
    letter: Annotated[
        str,
        typer.Argument(
            metavar="POSITION|ID", help="TOPIC:PARTITION:OFFSET, or an article's id or its start."
        ),
    ],
    raw: Annotated[
        bool, typer.Option("--raw", help="Write the original bytes to standard output, only them.")
    ] = False,
    topic: options.Topic = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show one dead letter, settled ones too: why, where and when it failed, and what it holds."""
    with open_log(data_dir) as log:
        found, settled = choose_letter(log, letter, topic)
        if raw:
            sys.stdout.buffer.write(read_value(log, found))
            sys.stdout.buffer.flush()
            return
    if json_output:
        described = report.describe_letter(found) | {"settled": settled}
        described["headers"] = report.describe_headers(found)
        if found.left_out_bytes is None:
            described |= report.describe_value(found.value)
        report.print_json(described)
    else:
        Console(highlight=False, soft_wrap=True).print(report.render_letter(found, settled))


@app.command()
def replay(  # noqa: PLR0913, PLR0917
    positions: options.Positions = None,
    reason: options.Reason = None,
    stage: options.Stage = None,
    source: options.Source = None,
    feed: options.Feed = None,
    since: options.Since = None,
    until: options.Until = None,
    article_id: options.Id = None,
    everything: options.Everything = False,
    max_tries: Annotated[
        int, typer.Option(min=1, help="Leave letters that were replayed so often already.")
    ] = DEFAULT_MOST_TRIES,
    force: Annotated[bool, typer.Option("--force", help="Replay those too.")] = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
    topic: options.Topic = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Send dead letters back to the topics that they came from, key and bytes as they were.

    Name letters by position, by filters or with --all. Exit status: 0 when every one was sent and
    acknowledged; else 1.
    """
    filters = Filters(reason, stage, source, feed, since, until, article_id)
    with open_log(data_dir) as log:
        selection = _select(filters, positions, everything)
        if not (yes or dry_run):
            _ask(log, topic, selection, "Replay")
        work = Replay(log, most_tries=max_tries, force=force, dry_run=dry_run)
        with reading(log, topic, selection, "replaying") as letters:
            errand = run_errand(work, letters, selection)
    if json_output:
        report.print_json(report.describe_tally(work.tally, "replayed", dry_run=dry_run))
    else:
        report.print_tally(work.tally, "replayed", dry_run=dry_run)
    errand.finish(work.tally.left.total())


@app.command()
def purge(  # noqa: PLR0913, PLR0917
    positions: options.Positions = None,
    reason: options.Reason = None,
    stage: options.Stage = None,
    source: options.Source = None,
    feed: options.Feed = None,
    since: options.Since = None,
    until: options.Until = None,
    article_id: options.Id = None,
    everything: options.Everything = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
    topic: options.Topic = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Mark dead letters as done with: they are listed and replayed no more.

    No bytes are deleted; `tidings dlq show POSITION` shows them until the topic's retention ends.
    """
    filters = Filters(reason, stage, source, feed, since, until, article_id)
    with open_log(data_dir) as log:
        selection = _select(filters, positions, everything)
        if not (yes or dry_run):
            _ask(log, topic, selection, "Purge")
        work = Purge(log, dry_run=dry_run)
        with reading(log, topic, selection, "purging") as letters:
            errand = run_errand(work, letters, selection)
    if json_output:
        report.print_json(report.describe_tally(work.tally, "purged", dry_run=dry_run))
    else:
        report.print_tally(work.tally, "purged", dry_run=dry_run)
    errand.finish(work.tally.left.total())


def _select(filters: Filters, positions: list[str] | None, everything: bool) -> Selection:
    selection = filters.select(datetime.now(UTC), positions or ())
    if selection.is_everything() and not everything:
        raise SelectionError("which letters? name positions, give a filter, or --all")
    return selection


def _ask(log: MessageLog, topics: list[str] | None, selection: Selection, verb: str) -> None:
    """Show what is meant and go on only after a yes."""
    with reading(log, topics, selection, "reading") as letters:
        groups = group_letters(letters.find())
    count = sum(each.letters for each in groups)
    if not count:
        return
    Console(stderr=True, highlight=False).print(report.render_groups(groups))
    if not typer.confirm(f"{verb} {count:,} dead letters?", err=True):
        fail("nothing was done")
