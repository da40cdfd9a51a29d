"""What a guarded client raises beyond what httpx raises by itself."""

from __future__ import annotations

import httpx


class ForbiddenAddressError(httpx.TransportError):
    """The address is one that we do not fetch from; the message names it and says why.

    ``is_private`` says that ``allow_private`` would allow it.
    """

    def __init__(self, message: str, *, is_private: bool = False) -> None:
        super().__init__(message)
        self.is_private = is_private


class BodyTooLargeError(httpx.TransportError):
    """The body, as it came or unpacked, is larger than what we take."""
