"""What a watch is, and how a new one is made. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

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
from tidings.search.queries import Search
from tidings.search.word_queries import MOST_CHARACTERS
from tidings.webhooks import WebhookSecret, make_secret

State = Literal["active", "gone"]
"""gone: the receiver has answered 410, and nothing is posted to it any more."""
# It only has to differ from the others, those that were removed included: 64 bits.
ID_BYTES: Final = 8
MOST_URL_CHARACTERS: Final = 2_000
MOST_ERROR_CHARACTERS: Final = 300
# Each is a search for each batch of articles. 200 take 0.1 s beside an index of 100,000.
MOST_WATCHES: Final = 200
MOST_FILTERS: Final = 50

RandomBytes = Callable[[int], bytes]
Filters = Annotated[tuple[str, ...], Field(max_length=MOST_FILTERS)]


def _check_address(address: str) -> str:
    parts = urlsplit(address)
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
        raise ValueError("an address begins with https:// or http:// and has no blanks")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address has no name or password in it; the signature proves us")
    return address


class Question(BaseModel):
    """What an article must have: the words and filters of ``tidings search``."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    words: str = Field(default="", max_length=MOST_CHARACTERS)
    persons: Filters = ()
    organizations: Filters = ()
    places: Filters = ()
    event_types: Filters = ()
    topics: Filters = ()
    labels: Filters = ()
    stories: Filters = ()
    since: str | None = None
    until: str | None = None

    def to_search(self) -> Search:
        """Return it as a search."""
        return Search(**self.model_dump())


class Watch(BaseModel):
    """One stored search, and whom its articles are posted to.

    ``id`` is of this watch alone, also where another takes its name later. Counts and moments are
    what the running stage has noted, some seconds late.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=rf"^[0-9a-f]{{{2 * ID_BYTES}}}$")
    name: Name
    question: Question
    url: Annotated[str, Field(max_length=MOST_URL_CHARACTERS), AfterValidator(_check_address)]
    secret: WebhookSecret
    allow_private: bool = False
    created_at: AwareDatetime
    state: State = "active"
    delivered: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)
    dead_letters: int = Field(default=0, ge=0)
    delivered_at: AwareDatetime | None = None
    failed_at: AwareDatetime | None = None
    error: str | None = Field(default=None, max_length=MOST_ERROR_CHARACTERS)

    @property
    def host(self) -> str:
        """Where the receiver is, without the path, which can be a secret of theirs."""
        return urlsplit(self.url).hostname or ""

    @model_validator(mode="after")
    def _want_tls(self) -> Watch:
        if urlsplit(self.url).scheme != "https" and not self.allow_private:
            raise ValueError("url: without https anybody on the way reads it; see --allow-private")
        return self


def make_watch(  # noqa: PLR0913 - what stands in the file
    name: str,
    question: Question,
    url: str,
    *,
    allow_private: bool,
    created_at: datetime,
    random: RandomBytes = secrets.token_bytes,
) -> tuple[Watch, SecretStr]:
    """Return a watch and the secret that its posts are signed with.

    Raises ValueError, pydantic's, for a name, address or filter that is none.
    """
    secret = make_secret(random)
    watch = Watch(
        id=random(ID_BYTES).hex(),
        name=name,
        question=question,
        url=url,
        secret=secret,
        allow_private=allow_private,
        created_at=created_at,
    )
    return watch, secret
