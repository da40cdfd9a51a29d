"""``tidings push``: send files to ingest, and wait until their articles can be found."""

from __future__ import annotations

import json
import time
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from tidings.endpoints import Endpoints, StackNotFoundError, find_endpoints
from tidings.input_file import read_input
from tidings.options import DataDir
from tidings.push_client import PushClient, Pushed, PushedItem, reject_file
from tidings.push_options import FeedName, FormatName, Key, check_format
from tidings.push_report import describe_item, print_notes, print_problems, show_progress
from tidings.push_session import (
    DEFAULT_SOURCE,
    check_key,
    choose_media_type,
    open_index_client,
    open_ingest_client,
)
from tidings.searchable import SearchableWait
from tidings.settings import ElasticsearchSettings
from tidings.terminal import fail


def push(  # noqa: PLR0913, PLR0917 - the options of a command
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files to send; - is standard input.")
    ],
    format_name: FormatName = "auto",
    source: Annotated[
        str | None,
        typer.Option(
            help="Whose articles these are, where they do not say it themselves; "
            f"else the key's source, without a key {DEFAULT_SOURCE}."
        ),
    ] = None,
    feed: FeedName = None,
    key: Key = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Return when each article can be found by a search.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Send files to ingest.

    Exit status: 0 when every article was accepted, and found with --wait; else 1.
    """
    check_format(format_name)
    try:
        endpoints = find_endpoints(data_dir)
    except StackNotFoundError as error:
        fail(str(error))
    token = check_key(key)
    if source is None and token is None:
        source = DEFAULT_SOURCE
    asked = {"source": source, "feed": feed}
    params = {name: value for name, value in asked.items() if value is not None}
    with show_progress() as progress:
        sent, notes = _send(files, format_name, params, endpoints, token, progress)
        items = _await(sent, endpoints, progress) if wait else [item for item, _ in sent]
    if json_output:
        told = {"items": [each.describe() for each in items], "notes": notes}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for item in items:
            if item.problem is None:
                Console(highlight=False, soft_wrap=True).print(describe_item(item))
    print_notes(notes)
    if not print_problems(items, wait):
        raise typer.Exit(1)


def _send(  # noqa: PLR0913, PLR0917 - what the command was told
    files: list[str],
    format_name: str,
    params: dict[str, str],
    endpoints: Endpoints,
    token: SecretStr | None,
    progress: Progress,
) -> tuple[list[tuple[PushedItem, float]], list[dict[str, str]]]:
    """Send each file; return the items with the time of sending, and the notes of ingest."""
    sent: list[tuple[PushedItem, float]] = []
    notes: list[dict[str, str]] = []
    task = progress.add_task("sending", total=len(files))
    with open_ingest_client(endpoints.ingest_url, token) as client:
        pushing = PushClient(client)
        for file in files:
            sent_at = time.monotonic()
            pushed = _send_file(file, format_name, params, pushing)
            sent += ((item, sent_at) for item in pushed.items)
            notes += ({"file": file, "note": note} for note in pushed.notes)
            progress.advance(task)
    return sent, notes


def _send_file(file: str, format_name: str, params: dict[str, str], pushing: PushClient) -> Pushed:
    try:
        body = read_input(file)
    except OSError as error:
        return reject_file(file, error.strerror or str(error))
    return pushing.push(file, body, choose_media_type(file, format_name), params)


def _await(
    sent: list[tuple[PushedItem, float]], endpoints: Endpoints, progress: Progress
) -> list[PushedItem]:
    settings = ElasticsearchSettings(url=endpoints.elasticsearch_url)
    accepted = sum(item.is_on_its_way for item, _ in sent)
    task = progress.add_task("waiting for the search", total=accepted)
    with open_index_client(settings) as client:
        waiting = SearchableWait(client, settings.alias)
        return waiting.wait(sent, lambda more: progress.advance(task, more))
