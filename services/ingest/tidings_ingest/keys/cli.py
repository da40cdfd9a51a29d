"""``tidings keys``: who may push, as a file that a running ingest takes up within a second."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.text import Text

from tidings.naming import check_name
from tidings.private.reading import PrivateFileError
from tidings.terminal import fail, printable
from tidings_ingest.keys.key import (
    BearerKey,
    Key,
    WebhookKey,
    make_bearer_key,
    make_webhook_key,
    rotate_secret,
)
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.keys.key_file import read_keys

app = typer.Typer(
    help="Who may push to ingest: add, list, rotate and revoke keys.", no_args_is_help=True
)


class Kind(StrEnum):
    """How a sender shows a key."""

    BEARER = "bearer"
    WEBHOOK = "webhook"


File = Annotated[
    Path | None, typer.Option("--file", envvar="TIDINGS_KEYS_FILE", help="The keys file.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
KeyName = Annotated[str, typer.Argument(metavar="NAME", help="The name of a key.")]


@app.command()
def add(
    source: Annotated[str, typer.Argument(help="The one source that the key may push to.")],
    name: Annotated[
        str | None, typer.Option(help="What to call it; else after the source.")
    ] = None,
    kind: Annotated[
        Kind, typer.Option(help="bearer: a token with each request; webhook: signatures.")
    ] = Kind.BEARER,
    file: File = None,
    json_output: Json = False,
) -> None:
    """Make a key and print its token or secret, this once."""
    with _reported(), change_keys(_find_file(file)) as keys:
        taken = {each.name for each in keys}
        chosen = check_name(name or _choose_name(check_name(source), taken))
        if chosen in taken:
            fail(f"there is a key {chosen} already")
        make = make_bearer_key if kind is Kind.BEARER else make_webhook_key
        key, secret = make(chosen, source, datetime.now(UTC))
        keys.append(key)
    _show_once(key, secret, json_output)


@app.command("list")
def show(file: File = None, json_output: Json = False) -> None:
    """Show the keys without anything secret."""
    with _reported():
        keys = read_keys(_find_file(file))
    if json_output:
        told = {"keys": [_describe(each) for each in keys]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in keys:
        more = "  2 secrets" if isinstance(each, WebhookKey) and len(each.secrets) > 1 else ""
        made = f"{each.created_at:%Y-%m-%d}"
        _say(Console(), f"{each.name}  source {each.source}  {each.kind}  {made}{more}")


@app.command()
def rotate(name: KeyName, file: File = None, json_output: Json = False) -> None:
    """Give a webhook key a new secret; the one before it stays good until the next rotation."""
    with _reported(), change_keys(_find_file(file)) as keys:
        position = _find_key(keys, name)
        before = keys[position]
        if isinstance(before, BearerKey):
            fail(f"{name} is a bearer key: add another for {before.source}, then revoke this one")
        key, secret = rotate_secret(before)
        keys[position] = key
    _show_once(key, secret, json_output)


@app.command()
def revoke(name: KeyName, file: File = None) -> None:
    """Take a key away; a running ingest refuses it a second later."""
    with _reported(), change_keys(_find_file(file)) as keys:
        del keys[_find_key(keys, name)]
    _say(Console(stderr=True), f"{name} is revoked")


def _choose_name(source: str, taken: set[str]) -> str:
    names = (source, *(f"{source}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _find_key(keys: list[Key], name: str) -> int:
    names = [each.name for each in keys]
    if name not in names:
        fail(f"there is no key {name}")
    return names.index(name)


def _find_file(file: Path | None) -> Path:
    if file is None:
        fail("which keys file? name it with --file or TIDINGS_KEYS_FILE")
    return file


def _show_once(key: Key, secret: SecretStr, json_output: bool) -> None:
    shown = secret.get_secret_value()
    field = "token" if isinstance(key, BearerKey) else "secret"
    if json_output:
        told = {**_describe(key), field: shown}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    typer.echo(shown)
    _say(Console(stderr=True), f"{key.name}: the {field} for {key.source}, shown this once")


def _describe(key: Key) -> dict[str, object]:
    described = {
        "name": key.name,
        "source": key.source,
        "kind": key.kind,
        "created_at": key.created_at.isoformat(),
    }
    return described | ({"secrets": len(key.secrets)} if isinstance(key, WebhookKey) else {})


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (PrivateFileError, ValueError) as error:
        fail(str(error))


def _say(console: Console, line: str, style: str = "") -> None:
    console.print(Text(printable(line, keep=""), style), soft_wrap=True, highlight=False)
