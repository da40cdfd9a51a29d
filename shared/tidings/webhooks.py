"""Secrets and signatures after the Standard Webhooks specification, version ``v1``. Pure.

The package ``standardwebhooks`` signs and checks the same, but reads the clock itself and takes one
secret. The tests hold what is here against it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, SecretStr

ID_HEADER: Final = "webhook-id"
TIMESTAMP_HEADER: Final = "webhook-timestamp"
SIGNATURE_HEADER: Final = "webhook-signature"
VERSION: Final = "v1"
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with
SECRET_BYTES: Final = 32
# What Standard Webhooks allows.
FEWEST_SECRET_BYTES: Final = 24
MOST_SECRET_BYTES: Final = 64

RandomBytes = Callable[[int], bytes]


def decode_secret(secret: SecretStr) -> bytes:
    """Return the bytes of a webhook secret; raises ValueError, which never quotes it."""
    text = secret.get_secret_value()
    if not text.startswith(SECRET_PREFIX):
        raise ValueError(f"a webhook secret begins with {SECRET_PREFIX}")
    try:
        decoded = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        # Not chained: nothing of the secret may get into a traceback.
        raise ValueError(f"a webhook secret is base64 after {SECRET_PREFIX}") from None
    if not FEWEST_SECRET_BYTES <= len(decoded) <= MOST_SECRET_BYTES:
        raise ValueError(f"a webhook secret has {FEWEST_SECRET_BYTES} to {MOST_SECRET_BYTES} bytes")
    return decoded


def _check_secret(secret: SecretStr) -> SecretStr:
    decode_secret(secret)
    return secret


WebhookSecret = Annotated[SecretStr, AfterValidator(_check_secret)]


def make_secret(random: RandomBytes = secrets.token_bytes) -> SecretStr:
    """Return a new webhook secret."""
    return SecretStr(SECRET_PREFIX + base64.b64encode(random(SECRET_BYTES)).decode("ascii"))


def sign_message(secret: bytes, message_id: str, timestamp: str, body: bytes) -> bytes:
    """Return the signature: HMAC-SHA256 over ``id.timestamp.body``."""
    digest = hmac.new(secret, f"{message_id}.{timestamp}.".encode(), hashlib.sha256)
    # By itself, so that 16 MiB are not copied, and other threads run meanwhile.
    digest.update(body)
    return digest.digest()
