"""What a guarded client raises beyond what httpx raises by itself."""

from __future__ import annotations

import httpx


class ForbiddenAddressError(httpx.TransportError):
    """The address is one that we do not fetch from; the message names it and says why."""


class BodyTooLargeError(httpx.TransportError):
    """The body, as it came or unpacked, is larger than what we take."""
