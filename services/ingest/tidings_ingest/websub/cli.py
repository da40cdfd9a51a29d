"""``tidings websub``: feeds whose hubs push to a running ingest, as a file that both share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.durations import parse_duration
from tidings.naming import check_name
from tidings.private.reading import PrivateFileError
from tidings.terminal import fail, print_json, printable, tell
from tidings_ingest.websub.hub import HttpHubs, HubError
from tidings_ingest.websub.schedule import note_removal
from tidings_ingest.websub.subscription import Subscription, make_subscription
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions

app = typer.Typer(
    help="Feeds whose hubs push to ingest (WebSub): add, list and remove.", no_args_is_help=True
)

File = Annotated[
    Path | None,
    typer.Option("--file", envvar="TIDINGS_WEBSUB_FILE", help="The subscriptions file."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def add(  # noqa: PLR0913, PLR0917 - the options of a command
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed, or a page that names it.")],
    source: Annotated[str, typer.Option(help="The one source that its articles are of.")],
    feed: Annotated[str | None, typer.Option(help="Which feed of the source it is.")] = None,
    lease: Annotated[
        str, typer.Option(help="How long to ask for at a time; it is renewed before: 12h, 10d.")
    ] = "10d",
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private", help="Feed and hub may be in a private network, without HTTPS."
        ),
    ] = False,
    file: File = None,
    json_output: Json = False,
) -> None:
    """Find the hub of a feed; a running ingest then subscribes."""
    path = _find_file(file)
    with _reported():
        for each in filter(None, (source, feed)):
            check_name(each)
        duration = parse_duration(lease)
        hubs = HttpHubs()
        try:
            found = hubs.find(url, allow_private=allow_private)
        finally:
            hubs.close()
        subscription = make_subscription(
            url,
            found.topic,
            found.hubs,
            source=source,
            feed=feed,
            lease=duration,
            allow_private=allow_private,
            created_at=datetime.now(UTC),
        )
        with change_subscriptions(path) as kept:
            if any(each.topic == found.topic and each.state != "removing" for each in kept):
                fail(f"there is a subscription to {found.topic} already")
            kept.append(subscription)
    if json_output:
        print_json(_describe(subscription))
        return
    tell(f"{found.topic}: a running ingest asks {found.hubs[0]} for it", "green")


@app.command("list")
def show(file: File = None, json_output: Json = False) -> None:
    """Show the subscriptions without anything secret. Times are UTC."""
    with _reported():
        kept = read_subscriptions(_find_file(file))
    if json_output:
        print_json({"subscriptions": [_describe(each) for each in kept]})
        return
    table = Table(
        "state", "source", "feed", "lease ends", "last push", "topic", box=None, pad_edge=False
    )
    for each in kept:
        moments = (_show_moment(each.lease_ends_at), _show_moment(each.last_push_at))
        cells = (each.state, each.source, each.feed or "", *moments, each.topic)
        table.add_row(*(Text(printable(cell, keep=""), overflow="fold") for cell in cells))
    console = Console(highlight=False)
    console.print(table)
    for each in kept:
        if each.error is not None:
            line = f"{each.topic}: {each.error}"
            console.print(Text(printable(line, keep=""), "yellow"), soft_wrap=True)


@app.command()
def remove(
    url: Annotated[
        str, typer.Argument(metavar="URL|ID", help="What was added, its topic, or its id.")
    ],
    file: File = None,
) -> None:
    """End a subscription; a running ingest tells the hub, and refuses what it still pushes."""
    with _reported(), change_subscriptions(_find_file(file)) as kept:
        named = [each for each in kept if url in {each.url, each.topic, each.id}]
        if not named:
            fail(f"there is no subscription to {url}")
        if len(named) > 1:
            ids = ", ".join(each.id for each in named)
            fail(f"there are {len(named)} subscriptions to {url}; name one by its id: {ids}")
        after = note_removal(named[0])
        position = kept.index(named[0])
        kept[position : position + 1] = [] if after is None else [after]
    told = "is removed" if after is None else "is being removed: a running ingest tells the hub"
    tell(f"{named[0].topic} {told}", "green")


def _describe(subscription: Subscription) -> dict[str, object]:
    described = subscription.model_dump(mode="json", exclude={"secret", "asked_at", "tries"})
    return {"id": described.pop("id"), "hub": subscription.hub, **described}


def _show_moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def _find_file(file: Path | None) -> Path:
    if file is None:
        fail("which subscriptions file? name it with --file or TIDINGS_WEBSUB_FILE")
    return file


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(each) for each in first["loc"])
        fail(f"{where}: {first['msg'].removeprefix('Value error, ')}")
    except (PrivateFileError, HubError, ValueError) as error:
        fail(str(error))
