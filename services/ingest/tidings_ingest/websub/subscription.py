"""What a subscription is, and how a new one is made. Pure."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from tidings.naming import Name
from tidings_ingest.formats.drafting import read_address

State = Literal["wanted", "pending", "active", "denied", "removing"]
"""wanted: nobody was asked yet. pending: a hub was asked and has not verified. active: verified.
denied: the hub does not want it. removing: to be unsubscribed and then forgotten."""
STATES: Final[tuple[State, ...]] = get_args(State)

ID_BYTES: Final = 32
# 64 hex digits; the specification wants less than 200 bytes.
SECRET_BYTES: Final = 32
# Feeds name one to three.
MOST_HUBS: Final = 8
# A hub may grant what it likes; what is longer than a year is asked for again within one.
LEAST_LEASE_S: Final = 60
MOST_LEASE_S: Final = 366 * 24 * 60 * 60
MOST_ERROR_CHARACTERS: Final = 300

RandomBytes = Callable[[int], bytes]


def _check_address(address: str) -> str:
    if read_address(address) != address:
        raise ValueError("an address begins with http:// or https:// and has no blanks")
    return address


Address = Annotated[str, AfterValidator(_check_address)]


class Subscription(BaseModel):
    """One feed at its hub; ``id`` is the part of the callback's path that nobody can guess.

    ``url`` is what was asked for, ``topic`` what the feed calls itself. The first of ``hubs`` is
    the one in use. ``asked_at`` is when it was last asked for what is not verified yet,
    ``tries`` how often since then, and before ``retry_at`` it is not asked again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")
    url: Address
    topic: Address
    hubs: tuple[Address, ...] = Field(min_length=1, max_length=MOST_HUBS)
    secret: SecretStr = Field(min_length=2 * SECRET_BYTES, max_length=199)
    source: Name
    feed: Name | None = None
    lease_s: int = Field(ge=LEAST_LEASE_S, le=MOST_LEASE_S)
    allow_private: bool = False
    created_at: AwareDatetime
    state: State = "wanted"
    asked_at: AwareDatetime | None = None
    tries: int = Field(default=0, ge=0)
    retry_at: AwareDatetime | None = None
    verified_at: AwareDatetime | None = None
    lease_ends_at: AwareDatetime | None = None
    last_push_at: AwareDatetime | None = None
    error: str | None = Field(default=None, max_length=MOST_ERROR_CHARACTERS)

    @property
    def hub(self) -> str:
        """The hub in use."""
        return self.hubs[0]

    @model_validator(mode="after")
    def _check_lease(self) -> Self:
        if (self.verified_at is None) != (self.lease_ends_at is None):
            raise ValueError("verified_at and lease_ends_at stand together")
        return self

    def change(self, **changes: object) -> Subscription:
        """Return the subscription with other values, which are checked as at first."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(kept | changes))


def make_subscription(  # noqa: PLR0913 - what stands in the file
    url: str,
    topic: str,
    hubs: tuple[str, ...],
    *,
    source: str,
    feed: str | None,
    lease: timedelta,
    allow_private: bool,
    created_at: datetime,
    random: RandomBytes = secrets.token_bytes,
) -> Subscription:
    """Return a subscription that is wanted, with an id and a secret of its own.

    Raises ValueError, pydantic's, for a name, address or lease that is none.
    """
    return Subscription(
        id=base64.urlsafe_b64encode(random(ID_BYTES)).rstrip(b"=").decode("ascii"),
        url=url,
        topic=topic,
        hubs=hubs[:MOST_HUBS],
        secret=SecretStr(random(SECRET_BYTES).hex()),
        source=source,
        feed=feed,
        lease_s=int(lease.total_seconds()),
        allow_private=allow_private,
        created_at=created_at,
    )
