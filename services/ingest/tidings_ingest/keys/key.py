"""What a key is, and how a new one is made.

A bearer key is kept as the SHA-256 of its token. A slow hash such as bcrypt protects what people
choose; a token is 256 random bits, and nobody tries 2^256 of them however fast the hash is. It
would only make each push cost 100 ms. A webhook secret is kept as it is: checking a signature
takes the secret itself.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from tidings.naming import Name
from tidings.webhooks import SECRET_BYTES, RandomBytes, WebhookSecret, make_secret

TOKEN_PREFIX: Final = "tid_"  # noqa: S105 - what every token begins with
# It only has to differ from the others in the file: 48 bits.
ID_BYTES: Final = 6
# The one in use, and the one before it until every sender has the new one.
MOST_SECRETS: Final = 2


class _Key(BaseModel):
    """``name`` is the key's own, ``source`` the only one that it pushes to."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Name
    source: Name
    created_at: AwareDatetime


class BearerKey(_Key):
    """A token that comes with each request; ``id`` is the part of it that finds the key."""

    kind: Literal["bearer"] = "bearer"
    id: str = Field(pattern=rf"^[0-9a-f]{{{2 * ID_BYTES}}}$")
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class WebhookKey(_Key):
    """Secrets that requests are signed with; the newest is first, and each of them is good."""

    kind: Literal["webhook"] = "webhook"
    secrets: tuple[WebhookSecret, ...] = Field(min_length=1, max_length=MOST_SECRETS)


Key = Annotated[BearerKey | WebhookKey, Field(discriminator="kind")]


def make_bearer_key(
    name: str, source: str, created_at: datetime, random: RandomBytes = secrets.token_bytes
) -> tuple[BearerKey, SecretStr]:
    """Return a key and its token, ``tid_<id>_<secret>``, which cannot be had from it again."""
    key_id = random(ID_BYTES).hex()
    token = f"{TOKEN_PREFIX}{key_id}_{_encode(random(SECRET_BYTES))}"
    key = BearerKey(
        name=name, source=source, created_at=created_at, id=key_id, hash=hash_token(token)
    )
    return key, SecretStr(token)


def make_webhook_key(
    name: str, source: str, created_at: datetime, random: RandomBytes = secrets.token_bytes
) -> tuple[WebhookKey, SecretStr]:
    """Return a key and its secret, ``whsec_<base64>``."""
    secret = make_secret(random)
    return WebhookKey(name=name, source=source, created_at=created_at, secrets=(secret,)), secret


def rotate_secret(
    key: WebhookKey, random: RandomBytes = secrets.token_bytes
) -> tuple[WebhookKey, SecretStr]:
    """Return the key with a new secret, which the newest of those before it still stands beside."""
    secret = make_secret(random)
    return key.model_copy(update={"secrets": (secret, *key.secrets)[:MOST_SECRETS]}), secret


def find_token_id(token: str) -> str | None:
    """Return the part of a token that finds its key; None when it has not the form of a token."""
    if not token.startswith(TOKEN_PREFIX):
        return None
    key_id, separator, _ = token.removeprefix(TOKEN_PREFIX).partition("_")
    return key_id if separator else None


def hash_token(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
