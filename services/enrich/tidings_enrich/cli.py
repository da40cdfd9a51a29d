"""``tidings tag``: show what is tagged in the articles of a file; needs no server."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from tidings.draft import Draft, identify_draft
from tidings.formats import FORMATS, MOST_BODY_BYTES, Format, find_by_name, find_by_path
from tidings.reading import NoReaderError, Problem, Reading, UnreadableError, load_reader
from tidings.tags import Tags
from tidings.terminal import printable
from tidings_enrich.enrichment import ArticleTagging
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.tag_report import describe_tagged, render_tagged

STANDARD_INPUT = "-"
NAMES = ", ".join(each.name for each in FORMATS)


class TaggerKind(StrEnum):
    """Which tagger finds the names."""

    ACCURATE = "accurate"
    FAST = "fast"


def tag(
    file: Annotated[str, typer.Argument(help="The file to read; - is standard input.")],
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    tagger: Annotated[
        TaggerKind, typer.Option(help="The vote of three models, or one, 2.6 times as fast.")
    ] = TaggerKind.ACCURATE,
    format_name: Annotated[
        str, typer.Option("--format", help=f"auto, or one of {NAMES}.", metavar="NAME")
    ] = "auto",
    day: Annotated[
        str | None,
        typer.Option("--date", help="Day of the news where the file says none, as 2031-05-04."),
    ] = None,
) -> None:
    """Show the articles in a file with their names, times, quantities and events.

    Exit status: 0 when all of it could be read, else 1.
    """
    name = "standard input" if file == STANDARD_INPUT else file
    chosen, news_day = _choose_format(file, format_name), _read_day(day)
    reading = _read(file, name, chosen)
    try:
        tagging = load_tagging(tagger)
    except ModelsMissingError as error:
        _fail(str(error))
    tagged = tag_drafts(reading.drafts, tagging, news_day, lambda: datetime.now(UTC))
    if json_output:
        told = {"articles": [describe_tagged(draft, tags) for draft, tags in tagged]}
        typer.echo(_write_json(told))
    else:
        console = Console(highlight=False)
        for draft, tags in tagged:
            console.print(render_tagged(draft, tags))
    for note in reading.notes:
        _tell(f"{name}: {note}", "yellow")
    problems = [each for each in reading.items if isinstance(each, Problem)]
    for each in problems:
        _tell(f"{name}: {each.where}: {each.detail}", "red")
    if problems:
        raise typer.Exit(1)


def load_tagging(kind: TaggerKind) -> ArticleTagging:
    """Return the tagging of the enrich stage; raises ModelsMissingError."""
    # The model's libraries take a second to import, and --help and a wrong file need none.
    from tidings_enrich.tagging.article_tagger import ArticleTagger  # noqa: PLC0415
    from tidings_enrich.tagging.events.codebook import load_codebook  # noqa: PLC0415
    from tidings_enrich.tagging.load import load_tagger  # noqa: PLC0415

    return ArticleTagger(load_tagger(kind.value, find_models_dir()), load_codebook())


def tag_drafts(
    drafts: tuple[Draft, ...],
    tagging: ArticleTagging,
    day: date | None,
    clock: Callable[[], datetime],
) -> list[tuple[Draft, Tags]]:
    """Return each draft with its tags; ``day`` dates those that say no time of publication."""
    noon = datetime.combine(day, time(12), UTC) if day else None
    dated = [
        draft.model_copy(update={"published_at": draft.published_at or noon}) for draft in drafts
    ]
    articles = [identify_draft(each, source="file", received_at=clock()) for each in dated]
    return list(zip(drafts, tagging.tag(articles), strict=True))


def _write_json(value: dict[str, Any]) -> str:
    """Return JSON in which what a terminal would obey is an escape; it reads back the same."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    if printable(text) == text:
        return text
    return "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in text)


def _choose_format(file: str, format_name: str) -> Format | None:
    if format_name != "auto":
        chosen = find_by_name(format_name)
        return chosen or _fail(f"--format {format_name} is none of auto, {NAMES}")
    return None if file == STANDARD_INPUT else find_by_path(Path(file))


def _read_day(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        _fail(f"--date {day} is no day such as 2031-05-04")


def _read(file: str, name: str, chosen: Format | None) -> Reading:
    try:
        return load_reader()(_read_bytes(file), chosen.media_types[0] if chosen else None)
    except OSError as error:
        _fail(f"{name}: {error.strerror or error}")
    except NoReaderError as error:
        _fail(str(error))
    except UnreadableError as error:
        _fail(*(f"{name}: {each.where}: {each.detail}" for each in error.problems))


def _read_bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        body = sys.stdin.buffer.read(MOST_BODY_BYTES + 1)
    else:
        with Path(file).open("rb") as opened:
            body = opened.read(MOST_BODY_BYTES + 1)
    if len(body) > MOST_BODY_BYTES:
        limit = MOST_BODY_BYTES // 1024**2
        raise UnreadableError(413, Problem("file", f"too large: more than {limit} MiB"))
    return body


def _tell(line: str, style: str) -> None:
    words = Text(printable(f"tidings: {line}", keep=""), style)
    Console(stderr=True, highlight=False, soft_wrap=True).print(words)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        _tell(line, "red")
    raise typer.Exit(1)
