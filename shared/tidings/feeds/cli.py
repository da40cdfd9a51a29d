"""``tidings feeds``: what each feed pushes, and which has gone silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import httpx
import typer
from pydantic import ValidationError
from rich.console import Console

from tidings.decoding import describe_errors
from tidings.dlq.session import open_log
from tidings.durations import parse_duration
from tidings.endpoints import find_endpoints
from tidings.feeds.index import FeedIndex, IndexUnavailableError
from tidings.feeds.report import render_feed, render_list
from tidings.feeds.shares import Shares
from tidings.feeds.state import FeedState, IndexedFeed, describe_feeds
from tidings.feeds.topic import ReadRecords, read_records
from tidings.feeds.totals import FeedName
from tidings.feeds.wording import describe_days, describe_state, word_part
from tidings.options import DataDir, Json
from tidings.push_report import show_progress
from tidings.push_session import open_index_client
from tidings.settings import ElasticsearchSettings
from tidings.terminal import fail, print_json, tell
from tidings.topics import FEED_ACTIVITY

app = typer.Typer(no_args_is_help=True, help="Show what each feed pushes.")

Since = Annotated[
    str, typer.Option(help="Count what came in this time, in whole UTC days: 7d, 12h.")
]
Topic = Annotated[
    str, typer.Option(envvar="TIDINGS_ACTIVITY_TOPIC", help="Where ingest writes its counts.")
]


@app.command("list")
def list_feeds(  # noqa: PLR0913, PLR0917 - the options of a command
    source: Annotated[str | None, typer.Option(help="Only the feeds of this source.")] = None,
    since: Since = "7d",
    stale: Annotated[
        str | None, typer.Option(help="Only feeds that have been quiet for so long: 1d, 12h.")
    ] = None,
    topic: Topic = FEED_ACTIVITY.name,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List the feeds, the quietest first, with what became of their articles.

    A feed that has been quiet for one and a half times its longest pause is called silent.
    Without Elasticsearch the rest is shown, and standard error says what is missing.
    """
    least_quiet = _read_duration("--stale", stale) if stale is not None else timedelta(0)
    known = _find_known(topic, _read_duration("--since", since), data_dir)
    states = [
        each
        for each in known.states
        if each.quiet_for >= least_quiet and source in (None, each.name.source)
    ]
    if json_output:
        described = [describe_state(each) for each in states]
        print_json({**known.describe(), "feeds": described})
    else:
        console = Console(highlight=False)
        console.print(render_list(states, known.now, console.width))
    known.tell_missing()


@app.command()
def show(
    feed: Annotated[
        str, typer.Argument(metavar="SOURCE[/FEED]", help="A source, or one of its feeds.")
    ],
    since: Since = "7d",
    topic: Topic = FEED_ACTIVITY.name,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show one feed, or all of a source: day by day, and why items were rejected."""
    known = _find_known(topic, _read_duration("--since", since), data_dir)
    states = [each for each in known.states if feed in (each.name.source, str(each.name))]
    if not states:
        known.tell_missing()
        fail(f"nothing is known of the feed {feed}; `tidings feeds list` lists all")
    if json_output:
        described = [{**describe_state(each), "days": describe_days(each)} for each in states]
        print_json({**known.describe(), "feeds": described})
    else:
        console = Console(highlight=False)
        for position, each in enumerate(states):
            if position:
                console.print()
            console.print(render_feed(each, known.now, console.width))
    known.tell_missing()


@dataclass(frozen=True, slots=True)
class _Known:
    """All feeds as they stand at ``now``, counted from ``since`` on, and what is not known."""

    now: datetime
    since: datetime
    states: Sequence[FeedState]
    missing: tuple[str, ...]

    def describe(self) -> dict[str, object]:
        return {"since": self.since.date().isoformat(), "missing": list(self.missing)}

    def tell_missing(self) -> None:
        for each in self.missing:
            tell(each, style="yellow")


def _find_known(topic: str, period: timedelta, data_dir: Path | None) -> _Known:
    now = datetime.now(UTC)
    try:
        since = now - period
    except OverflowError:
        _refuse("--since reaches back before the calendar")
    with open_log(data_dir) as log, show_progress() as progress:
        task = progress.add_task("reading", total=None)
        read = read_records(
            log,
            topic,
            lambda total: progress.update(task, total=total),
            lambda more: progress.advance(task, more),
        )
    indexed, shares, missing = _ask_index(since, data_dir)
    states = describe_feeds(read.records, now, since.date(), indexed, shares)
    return _Known(now, since, states, (*_note_unreadable(read), *missing))


def _ask_index(
    since: datetime, data_dir: Path | None
) -> tuple[dict[FeedName, IndexedFeed], Shares, tuple[str, ...]]:
    try:
        settings = ElasticsearchSettings(url=find_endpoints(data_dir).elasticsearch_url)
        with open_index_client(settings) as client:
            index = FeedIndex(client, settings.alias)
            indexed, shares = index.find_feeds(), index.find_shares(since)
    except ValidationError as error:
        fail(describe_errors(error))
    except (IndexUnavailableError, httpx.InvalidURL) as error:
        without = "without it: articles of more than 30 days ago, and which feeds share articles"
        return {}, Shares(), (f"{error}; {without}",)
    if shares.sampled < 1:
        part = word_part(shares.sampled)
        return indexed, shares, (f"which feeds share articles is from {part} of the articles",)
    return indexed, shares, ()


def _note_unreadable(read: ReadRecords) -> tuple[str, ...]:
    if not read.unreadable:
        return ()
    return (f"{read.unreadable:,} records are of a newer version or damaged, and left out",)


def _read_duration(option: str, text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as error:
        _refuse(f"{option} {error}")


def _refuse(line: str) -> NoReturn:
    fail(line, status=2)
