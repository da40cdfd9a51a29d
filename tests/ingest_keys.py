"""Keys for tests, and requests that are signed with them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from tidings.webhooks import decode_secret, sign_message
from tidings_ingest.keys.key import make_bearer_key, make_webhook_key
from tidings_ingest.keys.key_change import change_keys

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)


def add_bearer(path: Path, source: str, name: str | None = None) -> str:
    """Add a key to the file and return its token."""
    key, token = make_bearer_key(name or source, source, NOW)
    with change_keys(path) as keys:
        keys.append(key)
    return token.get_secret_value()


def add_webhook(path: Path, source: str, name: str | None = None) -> str:
    """Add a key to the file and return its secret."""
    key, secret = make_webhook_key(name or f"{source}-hook", source, NOW)
    with change_keys(path) as keys:
        keys.append(key)
    return secret.get_secret_value()


def bear(token: str) -> dict[str, str]:
    """Return the headers of a request with a token."""
    return {"Authorization": f"Bearer {token}"}


def sign(secret: str, body: bytes, message: str = "msg_1", at: datetime = NOW) -> dict[str, str]:
    """Return the headers of a signed request."""
    second = str(int(at.timestamp()))
    signature = sign_message(decode_secret(SecretStr(secret)), message, second, body)
    return {
        "webhook-id": message,
        "webhook-timestamp": second,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
