"""Cut a stream of messages into batches of bounded size. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings.dlq.letter import StoredMessage


def cut_batches(
    messages: Iterable[StoredMessage], most_items: int, most_bytes: int
) -> Iterator[list[StoredMessage]]:
    """Yield the messages in their order; a batch ends with the one that reaches either limit."""
    batch: list[StoredMessage] = []
    size = 0
    for each in messages:
        batch.append(each)
        size += len(each.value)
        if len(batch) >= most_items or size >= most_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
