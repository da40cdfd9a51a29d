"""``tidings pull``: fetch feeds that cannot push, and push what is new in them."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path
from typing import Annotated

import httpx
import typer

from tidings.endpoints import StackNotFoundError, default_data_dir, find_endpoints
from tidings.fetching import name_user_agent, open_guarded_client
from tidings.options import DataDir
from tidings.pull.choosing import choose_feeds
from tidings.pull.crew import Pause, ThreadCrew
from tidings.pull.durations import parse_interval
from tidings.pull.feed import Feed
from tidings.pull.puller import Puller
from tidings.pull.report import LineReport, print_json_line
from tidings.pull.rounds import Ending, Report, run_rounds
from tidings.pull.state import StateFolder
from tidings.push_client import PushClient
from tidings.push_options import FeedName, FormatName, Key, check_format
from tidings.push_session import check_key, open_ingest_client
from tidings.terminal import fail


def pull(  # noqa: PLR0913, PLR0917 - the options of a command
    addresses: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL|FILE...", help="Feeds by their address, or files of feeds."),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--list",
            metavar="FILE",
            help="A list of feeds: OPML, or lines of URL, source and feed.",
        ),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Again after such a time: 30s, 5m, 2h. Else once."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Whose articles these are; else the key's source, without a key the host."
        ),
    ] = None,
    feed: FeedName = None,
    format_name: FormatName = "auto",
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Fetch from this machine and private networks too."),
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Push what each feed has now, known or not.")
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            envvar="TIDINGS_CONTACT",
            metavar="URL|E-MAIL",
            help="Told to the servers of feeds, so that they can reach you.",
        ),
    ] = None,
    key: Key = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say it when there is nothing new, and notes.")
    ] = False,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON for each feed and round.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Fetch feeds that cannot push, and push what is new in them.

    Exit status: 0 when every feed was fetched and all of it taken, or when --every was ended by a
    signal; 1 when something failed; 2 for options that cannot be.
    """
    check_format(format_name)
    every_s = _parse_every(every)
    token = check_key(key)
    defaults = Feed("", source, feed, format_name)
    feeds = choose_feeds(addresses or [], lists or [], defaults, is_keyed=token is not None)
    try:
        user_agent = name_user_agent((contact or "").strip() or None)
        ingest_url = find_endpoints(data_dir).ingest_url
    except ValueError as error:
        fail(f"--contact or TIDINGS_CONTACT: {error}", status=2)
    except StackNotFoundError as error:
        fail(str(error))
    states = StateFolder(data_dir or default_data_dir(), ingest_url)
    if fresh:
        _forget(states, feeds)
    with (
        open_guarded_client(allow_private=allow_private, user_agent=user_agent) as client,
        open_ingest_client(ingest_url, token) as ingest,
    ):
        report = print_json_line if json_output else LineReport(is_verbose=verbose)
        ending = _run(feeds, client, ingest, states, every_s, report)
    if ending is Ending.FAILED:
        raise typer.Exit(1)


def _run(  # noqa: PLR0913, PLR0917 - what the command was told
    feeds: list[Feed],
    client: httpx.Client,
    ingest: httpx.Client,
    states: StateFolder,
    every_s: int | None,
    report: Report,
) -> Ending:
    pause = Pause()
    puller = Puller(client, PushClient(ingest, sleep=pause.sleep), states)
    crew = ThreadCrew(puller.pull, pause)
    if every_s is not None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: crew.ask_to_stop())
    try:
        return run_rounds(
            feeds,
            crew,
            every_s=every_s,
            clock=time.monotonic,
            draw=random.random,
            report=report,
        )
    finally:
        crew.close()


def _parse_every(every: str | None) -> int | None:
    if every is None:
        return None
    try:
        return parse_interval(every)
    except ValueError as error:
        fail(f"--every: {error}", status=2)


def _forget(states: StateFolder, feeds: list[Feed]) -> None:
    try:
        for each in feeds:
            states.forget(each)
    except OSError as error:
        fail(f"what is known of {each.name} cannot be removed: {error.strerror}")
