"""The body of an answer as it streams in: unpacked here, and counted before and after.

httpx would unpack behind the transport, where nothing stops 16 KB from becoming 16 MB, or 16 MB
from becoming 16 GB. Here at most one step more than the limit is ever held.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import httpx

from tidings.fetching.errors import BodyTooLargeError
from tidings.fetching.failures import name_failures

# What ingest takes at most, and some room for what it will take: a feed of 1,000 items with 16 KB
# of text each.
MOST_BYTES: Final = 16 * 1024 * 1024
_STEP: Final = 64 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16


class BoundedBody(httpx.SyncByteStream):
    """A body of at most ``most`` bytes, unpacked if ``packed``.

    Reading it raises BodyTooLargeError, and httpx.RemoteProtocolError for what is not gzip.
    """

    def __init__(self, stream: Any, *, packed: bool, most: int) -> None:  # noqa: ANN401 - httpcore's
        self._stream = stream
        self._packed = packed
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        with name_failures():
            pieces = count_bytes(self._stream, self._most)
            yield from count_bytes(unpack_gzip(pieces), self._most) if self._packed else pieces

    def close(self) -> None:
        """End the connection, whatever is still to come on it."""
        self._stream.close()


def count_bytes(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Yield the pieces; raises BodyTooLargeError once they are more than ``most`` bytes."""
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > most:
            raise BodyTooLargeError(f"the body is larger than {most:,} bytes")
        yield piece


def unpack_gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is packed in pieces of at most 64 KiB; raises httpx.RemoteProtocolError."""
    unpacker = zlib.decompressobj(_GZIP)
    is_begun = False
    for piece in pieces:
        taken = piece
        while taken:
            if unpacker.eof:
                # Programs that pack in parallel write one member after the other.
                unpacker = zlib.decompressobj(_GZIP)
            try:
                unpacked = unpacker.decompress(taken, _STEP)
            except zlib.error as error:
                raise httpx.RemoteProtocolError(f"the body is not gzip: {error}") from None
            is_begun = True
            taken = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            yield unpacked
    if is_begun and not unpacker.eof:
        raise httpx.RemoteProtocolError("the body ends in the middle of its gzip")
