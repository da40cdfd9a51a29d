"""``tidings reindex``: a new index in the place of the present one, without downtime."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer
from elastic_transport import TransportError
from elasticsearch import ApiError
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from tidings.bars import show_bars
from tidings.decoding import describe_errors
from tidings.dlq.ports import LogUnavailableError
from tidings.endpoints import StackNotFoundError
from tidings.interruption import ending_in_order
from tidings.options import DataDir, Json
from tidings.terminal import fail, print_json
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.ports import UnavailableError
from tidings_index.provisioning import SchemaMismatchError
from tidings_index.reindex.build import Filling
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.plan import choose_filling
from tidings_index.reindex.report import Report
from tidings_index.reindex.session import Session, open_session
from tidings_index.setting_up import describe_error

# ValueError is an address that is none.
ERRORS: Final = (
    LogUnavailableError,
    ReindexError,
    SchemaMismatchError,
    SpentError,
    StackNotFoundError,
    UnavailableError,
    ValueError,
)


def reindex(  # noqa: PLR0913, PLR0917 - each is an option of the command
    from_topic: Annotated[
        bool,
        typer.Option(
            "--from-topic",
            help="Build it from the topic of tagged articles, as far as it goes back.",
        ),
    ] = False,
    from_index: Annotated[
        bool,
        typer.Option("--from-index", help="Copy the present index; this is the default."),
    ] = False,
    adopt: Annotated[
        bool,
        typer.Option("--adopt", help="Put the shadow index of `tidings retag` in its place."),
    ] = False,
    discard: Annotated[
        bool, typer.Option("--discard", help="Only delete an index that is not complete.")
    ] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Only delete the indices of before.")
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Build a new index while articles arrive, check it, and put it in the present one's place.

    Interrupted, it goes on at the next start. With --from-index and --from-topic, what the topic
    still holds is written once more over the copy. The old index stays, closed to writers, until
    --drop-old. Exit status: 0 done, 1 not done or the check failed: then nothing has changed.
    """
    chosen = [adopt, discard, drop_old, from_topic or from_index]
    if sum(chosen) > 1:
        fail("--adopt, --discard, --drop-old and --from-… exclude each other", status=2)
    with naming_errors(), open_session(data_dir) as session:
        if discard:
            name = session.discard()
            _say({"deleted": [name] if name else []}, json_output)
        elif drop_old:
            _say({"deleted": list(session.drop_old())}, json_output)
        else:
            filling = choose_filling(from_topic=from_topic, from_index=from_index)
            report = _migrate(session, adopt, filling)
            if json_output:
                print_json(report.describe())
            else:
                _print(_tell(report))


def replace_index() -> None:
    """Put a copy with the mapping of this version in the place of the index, and say so."""
    with naming_errors(), open_session(None) as session:
        _print(_tell(_migrate(session, False, None)))


def _migrate(session: Session, adopt: bool, filling: Filling | None) -> Report:
    with show_bars() as begin_bar:
        migration = session.adopt(begin_bar) if adopt else session.begin(filling, begin_bar)
        migration.fill()
        return migration.swap()


@contextmanager
def naming_errors(interrupted: str = "started again, it goes on") -> Iterator[None]:
    """End the command in one line on errors, and in an orderly way on SIGINT and SIGTERM.

    ``interrupted`` says what is to be done then.
    """
    with ending_in_order(f"interrupted; {interrupted}"):
        try:
            yield
        except ValidationError as error:
            fail(describe_errors(error))
        except (ApiError, TransportError) as error:
            fail(f"Elasticsearch: {describe_error(error)}")
        except ERRORS as error:
            fail(str(error))


def _tell(report: Report) -> str:
    refused = f", {len(report.refused)} refused" if report.refused else ""
    return (
        f"{report.new} is in the place of {report.old}: {report.documents} documents, before "
        f"{report.old_documents}; {report.copied} copied, {report.read} messages read{refused}. "
        f"`tidings reindex --drop-old` deletes {report.old}."
    )


def _say(deleted: dict[str, list[str]], json_output: bool) -> None:
    if json_output:
        print_json(deleted)
    else:
        names = deleted["deleted"]
        _print(f"deleted {', '.join(names)}" if names else "there was nothing to delete")


def _print(words: str) -> None:
    Console(highlight=False).print(Text(words), soft_wrap=True)
