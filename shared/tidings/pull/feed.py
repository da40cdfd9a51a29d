"""What is pulled: an address or a file, and whose articles it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import httpx

from tidings.fetching.client import check_url
from tidings.push_session import DEFAULT_SOURCE

# What ingest takes as a name: letters and digits of any script, these signs between them.
_NOT_IN_NAMES: Final = re.compile(r"[^\w.:-]+")
_MOST_IN_A_NAME: Final = 100
# A number of an issue or a section is shorter, a token is longer.
_SHOWN_VALUE: Final = 15


class FeedAddressError(Exception):
    """An address that cannot be pulled; the message says why."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: ``address`` is a URL or the path of a file, ``format`` auto or a format's name."""

    address: str
    source: str | None = None
    feed: str | None = None
    format: str = "auto"

    @property
    def is_file(self) -> bool:
        """Whether it is read from disk."""
        return "://" not in self.address

    @property
    def name(self) -> str:
        """What to call it: the address without fragment, and without values that may be secrets."""
        return show_address(self.address)

    @property
    def params(self) -> dict[str, str]:
        """The parameters with which it is pushed."""
        asked = {"source": self.source, "feed": self.feed}
        return {name: value for name, value in asked.items() if value is not None}

    def check(self) -> None:
        """Raise FeedAddressError for what can be no feed's address; nothing is connected to."""
        if self.is_file:
            return
        try:
            url = httpx.URL(self.address)
            check_url(url)
        except (httpx.InvalidURL, httpx.TransportError) as error:
            raise FeedAddressError(f"{self.name}: {error}") from error
        if not url.host:
            raise FeedAddressError(f"{self.name}: the address has no host")

    def choose_source(self) -> str:
        """Return whose articles these are when neither a key nor an option says it.

        Two publishers may number their articles alike, so each host is a source of its own.
        """
        if self.is_file:
            return DEFAULT_SOURCE
        return make_name(httpx.URL(self.address).host) or DEFAULT_SOURCE


def make_name(text: str) -> str | None:
    """Return ``text`` as a name that ingest takes, None when nothing of it is left."""
    name = _NOT_IN_NAMES.sub("-", text.strip())[:_MOST_IN_A_NAME].strip("-_.:")
    return name or None


def show_address(address: str) -> str:
    """Return an address as it may stand in a log: without passwords, tokens and fragments."""
    if "://" not in address:
        return address
    scheme, _, rest = address.partition("#")[0].partition("://")
    place, mark, query = rest.partition("?")
    host, slash, path = place.partition("/")
    values = (each.partition("=") for each in query.split("&"))
    shown = "&".join(
        f"{name[:_SHOWN_VALUE]}{sign}{value if len(value) <= _SHOWN_VALUE else '…'}"
        for name, sign, value in values
    )
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}{mark}{shown}"
