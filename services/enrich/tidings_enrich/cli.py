"""``tidings tag``: show what is tagged in the articles of a file; needs no server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tidings.draft import Draft, identify_draft
from tidings.file_command import File, FormatName, end_with_remarks, read_named_file
from tidings.input_file import show_input_name
from tidings.options import Json
from tidings.reading import NoReaderError, Reader, load_reader
from tidings.tags import Tags
from tidings.terminal import fail, print_json, tell
from tidings_enrich.enrichment import ArticleTagging
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.tag_options import Compare, Lines, print_answers, show_comparison
from tidings_enrich.tag_report import describe_tagged, render_tagged


class TaggerKind(StrEnum):
    """Which tagger finds the names."""

    ACCURATE = "accurate"
    FAST = "fast"


def tag(  # noqa: PLR0913, PLR0917 - each is an option of the command
    file: File = "",
    json_output: Json = False,
    tagger: Annotated[
        TaggerKind, typer.Option(help="Three models together, or one, 2.6 times as fast.")
    ] = TaggerKind.ACCURATE,
    format_name: FormatName = "auto",
    day: Annotated[
        str | None,
        typer.Option("--date", help="Day of the news where the file says none, as 2031-05-04."),
    ] = None,
    home: Annotated[
        str | None, typer.Option(help="Where the feed is at home, as 山西省/太原市.")
    ] = None,
    codebook_dir: Annotated[
        Path | None,
        typer.Option(envvar="TIDINGS_CODEBOOK_DIR", help="Folder of own event types and triggers."),
    ] = None,
    lexicon_file: Annotated[
        Path | None,
        typer.Option("--lexicon", envvar="TIDINGS_LEXICON_FILE", help="Own names: file or folder."),
    ] = None,
    lines: Lines = False,
    compare: Compare = None,
) -> None:
    """Show the articles in a file with their names, times, quantities and events.

    Exit status: 0 when all of it could be read, else 1. With --compare: 0 when no tag differs, 1
    when some do, 2 on trouble.
    """
    if compare is not None:
        if file:
            fail(f"--compare takes two answers and no FILE: {file}", status=2)
        show_comparison(*compare, json_output)
        return
    if not file:
        fail("no FILE is named; - is standard input", status=2)
    news_day = _read_day(day)
    reading = None if lines else read_named_file(file, format_name, _load_reader())
    try:
        tagging = load_tagging(tagger, home, codebook_dir, lexicon_file)
    except (ModelsMissingError, ValueError) as error:
        fail(str(error))
    if reading is None:
        print_answers(file, tagging, datetime.now(UTC), _find_noon(news_day))
        return
    tagged = tag_drafts(reading.drafts, tagging, news_day, lambda: datetime.now(UTC))
    for language in list_unread(reading.drafts, tagging):
        tell(f"{show_input_name(file)}: names are not looked for in this language: {language}")
    if json_output:
        told = {"articles": [describe_tagged(draft, tags) for draft, tags in tagged]}
        print_json(told)
    else:
        console = Console(highlight=False)
        for draft, tags in tagged:
            console.print(render_tagged(draft, tags))
    end_with_remarks(file, reading)


def load_tagging(
    kind: TaggerKind,
    home: str | None = None,
    codebook_dir: Path | None = None,
    lexicon_file: Path | None = None,
) -> ArticleTagging:
    """Return the tagging of the enrich stage.

    Raises ModelsMissingError, UnknownRegionError and DataFileError.
    """
    # The model's libraries take a second to import, and --help and a wrong file need none.
    from tidings_enrich.lexicon.watch import load_lexicon  # noqa: PLC0415
    from tidings_enrich.places.gazetteer import open_gazetteer  # noqa: PLC0415
    from tidings_enrich.places.homes import ANY_SOURCE  # noqa: PLC0415
    from tidings_enrich.places.locator import PlaceLocator  # noqa: PLC0415
    from tidings_enrich.tagging.article_tagger import ArticleTagger  # noqa: PLC0415
    from tidings_enrich.tagging.english.load import load_english  # noqa: PLC0415
    from tidings_enrich.tagging.events.own_codebook import load_codebook_with  # noqa: PLC0415
    from tidings_enrich.tagging.load import load_tagger  # noqa: PLC0415
    from tidings_enrich.topics.scheme import load_scheme  # noqa: PLC0415

    folder = find_models_dir()
    locator = PlaceLocator(open_gazetteer(folder), {ANY_SOURCE: home} if home else {})
    codebook = load_codebook_with(codebook_dir)
    lexicon = load_lexicon(lexicon_file) if lexicon_file else None
    return ArticleTagger(
        load_tagger(kind.value, folder),
        codebook,
        locator,
        (lambda: lexicon) if lexicon else None,
        load_scheme(),
        load_english("auto"),
    )


def tag_drafts(
    drafts: tuple[Draft, ...],
    tagging: ArticleTagging,
    day: date | None,
    clock: Callable[[], datetime],
) -> list[tuple[Draft, Tags]]:
    """Return each draft with its tags; ``day`` dates those that say no time of publication."""
    noon = _find_noon(day)
    dated = [
        draft.model_copy(update={"published_at": draft.published_at or noon}) for draft in drafts
    ]
    articles = [identify_draft(each, source="file", received_at=clock()) for each in dated]
    return list(zip(drafts, tagging.tag(articles), strict=True))


def list_unread(drafts: Iterable[Draft], tagging: ArticleTagging) -> list[str]:
    """Return the languages of the articles in which nobody looks for names, each once."""
    languages = dict.fromkeys(each.language for each in drafts)
    return [each for each in languages if not tagging.reads_names(each)]


def _find_noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day else None


def _read_day(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        fail(f"--date {day} is no day such as 2031-05-04")


def _load_reader() -> Reader:
    try:
        return load_reader()
    except NoReaderError as error:
        fail(str(error))
