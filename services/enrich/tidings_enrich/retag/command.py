"""``tidings retag``: which tags would change if the articles were tagged again today."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from rich.console import Console

from tidings.bars import show_bars
from tidings.configuration.checking import WrongSettingError
from tidings.decoding import describe_errors
from tidings.dlq.kafka_log import KafkaLog
from tidings.dlq.ports import LogUnavailableError
from tidings.dlq.selection import MOMENT_FORMS, SelectionError, parse_moment
from tidings.durations import parse_duration
from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.interruption import ending_in_order
from tidings.options import DataDir, Json
from tidings.settings import KafkaSettings
from tidings.shadow import Shadow, ShadowError, load_shadow
from tidings.terminal import fail, print_json, tell
from tidings_enrich.enrichment import TaggerBrokenError
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.retag.report import render_tally
from tidings_enrich.retag.retagging import Retagging, retag_topic
from tidings_enrich.retag.tally import Tally
from tidings_enrich.settings import EnrichSettings
from tidings_enrich.stage_tagging import StageTagging, load_stage_tagging

# As diff has it: 0 is the same, 1 is different.
_DIFFERENT: Final = 1
_TROUBLE: Final = 2
_ERRORS: Final = (
    LogUnavailableError,
    ModelsMissingError,
    SelectionError,
    ShadowError,
    StackNotFoundError,
    TaggerBrokenError,
    WrongSettingError,
    ValueError,
)


def retag(
    since: Annotated[
        str | None,
        typer.Option(help=f"Articles from this time on, UTC: 12h, 7d, {MOMENT_FORMS}."),
    ] = None,
    shadow: Annotated[
        bool,
        typer.Option("--shadow", help="Write the tags into a copy of the index, to be adopted."),
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Tag the articles of the raw topic again and show which tags would be gained, lost, changed.

    The tagger is the one of the enrich stage, with its TIDINGS_… settings; no stage is disturbed.
    Without --shadow nothing is written. With it, a shadow index is built: `tidings reindex --adopt`
    puts it in the place of the present one, `tidings reindex --discard` deletes it. Exit status: 0
    when no tag differs, 1 when some do, 2 on trouble.
    """
    now = datetime.now(UTC)
    with _naming_errors():
        earliest = None if since is None else read_since(since, now)
        settings = EnrichSettings()
        opening = load_shadow()
        stage = load_stage_tagging(settings)
        if stage.missing:
            tell(stage.missing, "yellow")
        kafka = KafkaSettings(bootstrap_servers=find_endpoints(data_dir).kafka)
        with KafkaLog(kafka) as log, opening(data_dir) as index:
            tally, name = run_retag(
                log, index, stage, settings.enrich_input_topic, earliest, writes=shadow
            )
    if json_output:
        print_json({"shadow": name, **tally.describe()})
    else:
        console = Console(highlight=False, soft_wrap=True)
        console.print(render_tally(tally))
        if name:
            console.print(f"`tidings reindex --adopt` puts {name} in the place of the index.")
    if tally.refused:
        raise typer.Exit(_TROUBLE)
    if tally.changed:
        raise typer.Exit(_DIFFERENT)


def run_retag(  # noqa: PLR0913 - each is a part or a choice of its own
    log: KafkaLog,
    shadow: Shadow,
    stage: StageTagging,
    topic: str,
    since: datetime | None,
    *,
    writes: bool,
) -> tuple[Tally, str | None]:
    """Return what would change, and the name of the shadow index if one was built."""
    with show_bars() as begin_bar:
        name = shadow.begin(begin_bar) if writes else None
        # What is written behind these ends is tagged by the stage, and read by the adoption.
        stretches = log.measure(topic)
        if not stretches:
            raise ShadowError(f"there is no topic {topic}; `tidings provision` creates it")
        retagging = Retagging(
            stage.tagging,
            shadow,
            pipeline=stage.pipeline,
            clock=lambda: datetime.now(UTC),
            writes=writes,
        )
        advance = begin_bar("tagging", sum(each.end - each.start for each in stretches))
        retag_topic(log, stretches, since, retagging, advance)
        if writes:
            shadow.complete()
    return retagging.tally, name


def read_since(text: str, now: datetime) -> datetime:
    """Return the time that ``text`` says, or so long before ``now``; raises SelectionError."""
    try:
        return now - parse_duration(text)
    except ValueError:
        return parse_moment(text, now)


@contextmanager
def _naming_errors() -> Iterator[None]:
    """End the command in one line on errors, and in an orderly way on SIGINT and SIGTERM."""
    # Libraries write nothing to standard error: what matters is said in one line.
    logging.getLogger().addHandler(logging.NullHandler())
    with ending_in_order("interrupted; started again, it goes on with the copy"):
        try:
            yield
        except ValidationError as error:
            fail(describe_errors(error), status=_TROUBLE)
        except _ERRORS as error:
            fail(str(error), status=_TROUBLE)
