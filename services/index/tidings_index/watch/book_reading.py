"""From what stands on the topic to the book."""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from tidings_index.watch.book import Book, Waiting
from tidings_index.watch.delivery import Offer, read_key
from tidings_index.watch.delivery_topic import Read

log = structlog.get_logger()


def note_read(book: Book, read: Read) -> None:
    """Take in one message; one of others, or one that is damaged or of a newer version, is none."""
    key = read_key(read.key)
    if key is None:
        return
    name, is_end = key
    if is_end:
        book.note_end(name)
    elif read.value is not None:
        try:
            offer = Offer.from_bytes(read.value)
        except ValidationError:
            log.error("a delivery is passed over, it is damaged or newer", offset=read.offset)
            return
        book.note_offer(Waiting(name, offer, read.offset, read.headers))
