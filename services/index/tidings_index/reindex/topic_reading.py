"""Bring what stands on the topic of tagged articles into a new index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tidings.batches import cut_batches
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import MessageLog, Stretch
from tidings_index.intake import Item, take_record
from tidings_index.records import Record
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.patient_writer import PatientWriter, Refused

# As the index stage does.
MOST_ITEMS: Final = 500
MOST_BYTES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Progress:
    """What one batch came to: the offsets to go on from, and what was not taken."""

    offsets: dict[int, int]
    messages: int
    unreadable: int
    refused: tuple[Refused, ...]


def find_stretches(held: Sequence[Stretch], offsets: Mapping[int, int]) -> list[Stretch]:
    """Return what is still to be read of what the topic holds.

    Raises ReindexError where the retention has taken messages that were not read. Pure.
    """
    stretches = []
    for each in held:
        start = offsets.get(each.partition, each.start)
        if start < each.start:
            raise ReindexError(
                f"{each.topic} has lost {each.start - start} messages of partition "
                f"{each.partition} that were not read yet; `tidings reindex --discard`, and again"
            )
        if start < each.end:
            stretches.append(Stretch(each.topic, each.partition, start, each.end))
    return stretches


def read_round(
    log: MessageLog,
    stretches: Sequence[Stretch],
    offsets: Mapping[int, int],
    writer: PatientWriter,
    clock: Callable[[], datetime],
) -> Iterator[Progress]:
    """Write the articles of ``stretches`` in the order of their offsets; yield after each batch.

    What the index stage could not read either, it has laid among the dead letters.
    """
    reached = dict(offsets)
    for stretch in stretches:
        for batch in cut_batches(log.read(stretch), MOST_ITEMS, MOST_BYTES):
            taken = [take_record(_take_over(each), clock()) for each in batch]
            documents = [each.document for each in taken if isinstance(each, Item)]
            refused = writer.write(documents)
            reached[stretch.partition] = batch[-1].at.offset + 1
            unreadable = len(batch) - len(documents)
            yield Progress(dict(reached), len(batch), unreadable, tuple(refused))
        reached[stretch.partition] = stretch.end
    yield Progress(dict(reached), 0, 0, ())


def _take_over(message: StoredMessage) -> Record:
    return Record(message.at, message.key, message.value, message.headers)
