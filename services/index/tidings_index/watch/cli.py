"""``tidings watch``: searches whose new articles are posted, as a file shared with the stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError

from tidings.decoding import describe_errors
from tidings.endpoints import StackNotFoundError
from tidings.naming import check_name
from tidings.options import DataDir, Json
from tidings.private.reading import PrivateFileError
from tidings.terminal import fail, print_json, printable, tell
from tidings_index import search_options as options
from tidings_index.lookup import LookupFailedError
from tidings_index.watch.cli_index import count_matches
from tidings_index.watch.entry import MOST_WATCHES, Question, Watch, make_watch
from tidings_index.watch.report import describe_watch, print_watch, print_watches
from tidings_index.watch.settings import find_watches_file, make_watches_folder
from tidings_index.watch.trial import try_receiver
from tidings_index.watch.watch_file import change_watches, read_watches

app = typer.Typer(
    help="Searches whose new articles are posted to a webhook: add, list, test and remove.",
    no_args_is_help=True,
)

File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        envvar="TIDINGS_WATCHES_FILE",
        help="The watches file; else watches.json in the data folder.",
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a watch.")]


@app.command()
def add(  # noqa: PLR0913, PLR0917 - the options of a command
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    words: options.Words,
    webhook: Annotated[str, typer.Option("--webhook", metavar="URL", help="Where to post.")],
    person: options.Person = None,
    place: options.Place = None,
    organization: options.Organization = None,
    event: options.EventType = None,
    topic: options.Topic = None,
    label: options.Label = None,
    story: options.Story = None,
    since: options.Since = None,
    until: options.Until = None,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private", help="The receiver may be in a private network, without HTTPS."
        ),
    ] = False,
    file: File = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Store a search; from now on each article that is indexed and matches is posted once.

    The search is made once, so that a mistake in it is told here. Prints the secret that the posts
    are signed with, this once.
    """
    path = make_watches_folder(file, data_dir)
    with _reported():
        check_name(name)
        question = Question(
            words=words,
            persons=tuple(person or ()),
            places=tuple(place or ()),
            organizations=tuple(organization or ()),
            event_types=tuple(event or ()),
            topics=tuple(topic or ()),
            labels=tuple(label or ()),
            stories=tuple(story or ()),
            since=since,
            until=until,
        )
        watch, secret = make_watch(
            name, question, webhook, allow_private=allow_private, created_at=datetime.now(UTC)
        )
        count = count_matches(question, data_dir)
        with change_watches(path) as kept:
            if any(each.name == name for each in kept):
                fail(f"there is a watch {name} already")
            if len(kept) >= MOST_WATCHES:
                fail(f"there are {MOST_WATCHES} watches already, which is the most")
            kept.append(watch)
    _show_once(watch, secret, count, json_output)


@app.command("list")
def show_all(file: File = None, json_output: Json = False, data_dir: DataDir = None) -> None:
    """Show the watches without anything secret, and what became of their posts. Times are UTC."""
    with _reported():
        watches = _read(find_watches_file(file, data_dir))
    if json_output:
        print_json({"watches": [describe_watch(each) for each in watches]})
    else:
        print_watches(watches)


@app.command()
def show(
    name: Name, file: File = None, json_output: Json = False, data_dir: DataDir = None
) -> None:
    """Show one watch: what it searches for, whom it posts to, and what became of it."""
    with _reported():
        watch = _find(_read(find_watches_file(file, data_dir)), name)
    if json_output:
        print_json(describe_watch(watch))
    else:
        print_watch(watch)


@app.command("test")
def post_sample(
    name: Name, file: File = None, json_output: Json = False, data_dir: DataDir = None
) -> None:
    """Post a sample now, the best match or a made-up article, and show the answer.

    Exits with 0 when the receiver has taken it, else with 1.
    """
    with _reported():
        watch = _find(_read(find_watches_file(file, data_dir)), name)
    trial = try_receiver(watch, data_dir)
    if json_output:
        print_json({"taken": trial.is_taken, "detail": trial.detail, "answer": trial.answer})
    else:
        tell(f"{watch.host}: {trial.detail}", "green" if trial.is_taken else "red")
        if trial.answer:
            typer.echo(printable(trial.answer))
    if not trial.is_taken:
        raise typer.Exit(1)


@app.command()
def remove(name: Name, file: File = None, data_dir: DataDir = None) -> None:
    """Take a watch away; what waits to be posted for it is posted no more."""
    with _reported(), change_watches(find_watches_file(file, data_dir)) as kept:
        kept.remove(_find(kept, name))
    tell(f"{name} is removed", "green")


def _read(path: Path) -> tuple[Watch, ...]:
    """Return the watches, none where nobody has added one yet."""
    return read_watches(path) if path.exists() else ()


def _find(watches: tuple[Watch, ...] | list[Watch], name: str) -> Watch:
    found = next((each for each in watches if each.name == name), None)
    if found is None:
        fail(f"there is no watch {name}")
    return found


def _show_once(watch: Watch, secret: SecretStr, count: int, json_output: bool) -> None:
    shown = secret.get_secret_value()
    if json_output:
        print_json({**describe_watch(watch), "matches_now": count, "secret": shown})
        return
    typer.echo(shown)
    tell(f"{watch.name}: the secret of its signatures, shown this once", "green")
    found = f"{count:,} article{'' if count == 1 else 's'}"
    tell(f"found already: {found}; each new one is posted to {watch.host}", "green")


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        fail(describe_errors(error).replace("Value error, ", "").removeprefix("message: "))
    except (PrivateFileError, LookupFailedError, StackNotFoundError, ValueError) as error:
        fail(str(error))
