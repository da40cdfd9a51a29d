"""The requests that a subscriber makes: the feed for its links, and the hub for its pushes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import urlsplit

import httpx

from tidings.fetching import open_guarded_client
from tidings_ingest.formats.drafting import read_address
from tidings_ingest.websub.discovery import Found, NoHubError, find_hubs
from tidings_ingest.websub.schedule import Mode
from tidings_ingest.websub.subscription import Subscription

# For a hub that verifies before it answers; we answer within milliseconds.
TIMEOUT_S: Final = 15.0
MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset((307, 308))

OpenClient = Callable[[bool], httpx.Client]


def open_client(allow_private: bool) -> httpx.Client:
    """Return a client that keeps to public addresses, or goes to private ones as well."""
    return open_guarded_client(allow_private=allow_private, timeout_s=TIMEOUT_S)


class HubError(Exception):
    """A feed or a hub did not do what was asked; the message says what it did."""


class Hubs(Protocol):
    """What renewing needs of the network."""

    def find(self, url: str, *, allow_private: bool) -> Found:
        """Return what the feed at ``url`` says of its pushing; raises HubError."""
        ...

    def ask(self, subscription: Subscription, mode: Mode, callback: str) -> None:
        """Send the hub a request, which it has taken when this returns; raises HubError."""
        ...


class HttpHubs:
    """Hubs over HTTP; a client is opened when the first address of its kind is asked."""

    def __init__(self, open_client: OpenClient = open_client) -> None:
        self._open_client = open_client
        self._clients: dict[bool, httpx.Client] = {}

    def find(self, url: str, *, allow_private: bool) -> Found:
        """Return what the feed at ``url`` says of its pushing; raises HubError."""
        try:
            answer = self._client(allow_private).get(url, follow_redirects=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise HubError(f"{url}: {error}") from error
        if not answer.is_success:
            raise HubError(f"{url}: HTTP status {answer.status_code}")
        headers = answer.headers.get_list("link")
        try:
            return find_hubs(str(answer.url), headers, answer.content, allow_private=allow_private)
        except NoHubError as error:
            raise HubError(str(error)) from error

    def ask(self, subscription: Subscription, mode: Mode, callback: str) -> None:
        """Send the hub a request, which it has taken when this returns; raises HubError."""
        form = {"hub.mode": mode, "hub.topic": subscription.topic, "hub.callback": callback}
        if mode == "subscribe":
            form |= {
                "hub.secret": subscription.secret.get_secret_value(),
                "hub.lease_seconds": str(subscription.lease_s),
            }
        client, hub = self._client(subscription.allow_private), subscription.hub
        for _ in range(1 + MOST_REDIRECTS):
            try:
                answer = client.post(hub, data=form, follow_redirects=False)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise HubError(f"no answer from the hub at {_name_host(hub)}: {error}") from error
            if answer.is_success:
                return
            if answer.status_code not in _REDIRECTS:
                # Its words stay unread: they could repeat the secret that it was sent.
                status = answer.status_code
                raise HubError(f"the hub at {_name_host(hub)} answered with HTTP status {status}")
            hub = _follow(hub, answer.headers.get("location", ""))
        raise HubError(f"the hub at {_name_host(hub)} sends us on and on")

    def close(self) -> None:
        """Close the clients."""
        for each in self._clients.values():
            each.close()

    def _client(self, allow_private: bool) -> httpx.Client:
        if allow_private not in self._clients:
            self._clients[allow_private] = self._open_client(allow_private)
        return self._clients[allow_private]


def _follow(hub: str, location: str) -> str:
    target = read_address(location, hub)
    if target is None:
        raise HubError(f"the hub at {_name_host(hub)} sends us on to nowhere")
    if urlsplit(hub).scheme == "https" != urlsplit(target).scheme:
        raise HubError(f"the hub at {_name_host(hub)} sends us on without TLS")
    return target


def _name_host(address: str) -> str:
    return urlsplit(address).hostname or address
