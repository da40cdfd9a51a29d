"""Checking signatures after the Standard Webhooks specification, version ``v1``. Pure."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tidings.webhooks import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    VERSION,
    sign_message,
)

# Five minutes for clocks that differ and lines that are slow, as the reference libraries have it.
WINDOW_S: Final = 300
MOST_ID_CHARACTERS: Final = 255
# Seconds of today have ten digits.
MOST_TIMESTAMP_DIGITS: Final = 12
# One a secret, and a sender that rotates has two of them.
MOST_SIGNATURES: Final = 16


class SignatureHeaderError(ValueError):
    """A header is missing, malformed, or of another time; whatever the secret is."""

    def __init__(self, header: str, detail: str) -> None:
        super().__init__(f"{header}: {detail}")
        self.header = header
        self.detail = detail


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The headers of a signed request: ``timestamp`` as it stood there, for it is signed too."""

    id: str
    timestamp: str
    signatures: tuple[bytes, ...]

    @property
    def sent_at(self) -> datetime:
        """When the sender says that it sent this."""
        return datetime.fromtimestamp(int(self.timestamp), UTC)


def read_signed_head(headers: Mapping[str, str], now: datetime) -> SignedHead:
    """Return the three headers; raises SignatureHeaderError naming the one that is wrong."""
    message_id = headers.get(ID_HEADER, "")
    # With a full stop in it, one signature would be good for two requests: the parts of what is
    # signed are joined with full stops.
    is_id = message_id.isascii() and message_id.isprintable() and "." not in message_id
    if not is_id or not 0 < len(message_id) <= MOST_ID_CHARACTERS:
        detail = f"an id has 1 to {MOST_ID_CHARACTERS} ASCII characters and no full stop"
        raise SignatureHeaderError(ID_HEADER, detail)
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    is_number = timestamp.isascii() and timestamp.isdigit()
    if not is_number or len(timestamp) > MOST_TIMESTAMP_DIGITS:
        raise SignatureHeaderError(TIMESTAMP_HEADER, "whole seconds since 1970 are expected")
    if abs(int(timestamp) - now.timestamp()) > WINDOW_S:
        detail = f"more than {WINDOW_S} s from our clock, which says {int(now.timestamp())}"
        raise SignatureHeaderError(TIMESTAMP_HEADER, detail)
    signatures = tuple(_decode_signatures(headers.get(SIGNATURE_HEADER, "")))
    if not 0 < len(signatures) <= MOST_SIGNATURES:
        detail = f"1 to {MOST_SIGNATURES} signatures of the form {VERSION},<base64> are expected"
        raise SignatureHeaderError(SIGNATURE_HEADER, detail)
    return SignedHead(message_id, timestamp, signatures)


def find_signer(head: SignedHead, body: bytes, secrets: Iterable[bytes]) -> int | None:
    """Return the position of the secret that one of the signatures was made with.

    Every secret is tried, so that the time does not tell which one it was.
    """
    found = None
    for position, secret in enumerate(secrets):
        expected = sign_message(secret, head.id, head.timestamp, body)
        fits = [hmac.compare_digest(expected, each) for each in head.signatures]
        if any(fits) and found is None:
            found = position
    return found


def _decode_signatures(header: str) -> Iterable[bytes]:
    for each in header.split(" "):
        version, _, encoded = each.partition(",")
        if version == VERSION and encoded:
            try:
                yield base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError):
                continue
