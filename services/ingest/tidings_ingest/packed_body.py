"""A packed body, unpacked within its share of the memory."""

from __future__ import annotations

from typing import Final

from tidings.formats import MOST_BODY_BYTES
from tidings.reading import UnreadableError
from tidings_ingest.guards import Ticket
from tidings_ingest.reader_threads import ReaderThreads
from tidings_ingest.unpacking import unpack

# Texts are packed to a third, feeds to a tenth. To claim room for the largest body each time would
# let two small ones keep all others out.
_USUAL_RATIO: Final = 16
_SMALL_BYTES: Final = 64 * 1024


async def unpack_body(body: bytes, encoding: str, ticket: Ticket, threads: ReaderThreads) -> bytes:
    """Return ``body`` unpacked as ``encoding`` says.

    Raises UnreadableError as ``unpack`` does, and BusyError.
    """
    if not encoding:
        return body
    usual = min(_SMALL_BYTES + _USUAL_RATIO * len(body), MOST_BODY_BYTES)
    try:
        unpacked = await _unpack(body, encoding, usual, ticket, threads)
    except UnreadableError as error:
        if error.status != 413 or usual == MOST_BODY_BYTES:
            raise
        unpacked = await _unpack(body, encoding, MOST_BODY_BYTES, ticket, threads)
    ticket.shrink_to(len(unpacked))
    return unpacked


async def _unpack(
    body: bytes, encoding: str, most: int, ticket: Ticket, threads: ReaderThreads
) -> bytes:
    # Meanwhile both are held.
    ticket.grow_to(len(body) + most)
    return await threads.run(unpack, body, encoding, most)
