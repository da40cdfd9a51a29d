"""One command at work: it finds the broker, shows progress, and ends in one line on errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from tidings.dead_letter import Position
from tidings.dlq.kafka_log import KafkaLog
from tidings.dlq.letter import Letter
from tidings.dlq.open_letters import MissingTopicError, OpenLetters
from tidings.dlq.options import choose_topics
from tidings.dlq.ports import LogUnavailableError, MessageLog
from tidings.dlq.selection import Selection, SelectionError, format_position
from tidings.dlq.settling import Purge, Replay
from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.push_report import show_progress
from tidings.settings import KafkaSettings
from tidings.terminal import fail, tell

# One for the markers, one for the letters.
READINGS = 2


@contextmanager
def open_log(data_dir: Path | None) -> Iterator[MessageLog]:
    """Give the topics of the running stack; what goes wrong with them ends the command."""
    # Libraries write nothing to standard error: what matters is said in one line.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        kafka = KafkaSettings(bootstrap_servers=find_endpoints(data_dir).kafka)
        with KafkaLog(kafka) as log:
            yield log
    except (LogUnavailableError, MissingTopicError, SelectionError, StackNotFoundError) as error:
        fail(str(error))


@contextmanager
def reading(
    log: MessageLog, topics: list[str] | None, selection: Selection, what: str
) -> Iterator[OpenLetters]:
    """Give the letters, with a progress bar as long as they are read."""
    with show_progress() as progress:
        task = progress.add_task(what, total=None)
        names = choose_topics(topics, selection)
        letters = OpenLetters(log, names, selection, lambda more: progress.advance(task, more))
        progress.update(task, total=READINGS * letters.count_offsets())
        yield letters


@dataclass(frozen=True, slots=True)
class Errand:
    """What became of a replay or a purge as a whole.

    ``missing`` are letters named by position that are not open, ``trouble`` is why it ended early.
    """

    missing: tuple[Position, ...]
    trouble: str | None

    def finish(self, left: int) -> None:
        """Tell standard error what is the matter; end with status 1 unless all went well."""
        for each in self.missing:
            tell(f"{format_position(each)} is no open dead letter")
        if self.trouble is not None:
            tell(f"ended early: {self.trouble}")
        if self.missing or left or self.trouble is not None:
            raise typer.Exit(1)


def run_errand(work: Replay | Purge, letters: OpenLetters, selection: Selection) -> Errand:
    """Do ``work`` on the open letters."""
    named = set(selection.positions or ())

    def note_found() -> Iterator[Letter]:
        for each in letters.find():
            named.discard(each.at)
            yield each

    try:
        work.run(note_found())
    except LogUnavailableError as error:
        return Errand((), str(error))
    order = sorted(named, key=lambda each: (each.topic, each.partition, each.offset))
    return Errand(tuple(order), None)
