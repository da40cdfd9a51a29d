"""The client with which we fetch what others have named: feeds, hubs, pages of a feed."""

from __future__ import annotations

import re
from typing import Final

import httpcore
import httpx

from tidings import __version__
from tidings.fetching.backend import GuardedBackend
from tidings.fetching.body import MOST_BYTES, BoundedBody
from tidings.fetching.errors import BodyTooLargeError, ForbiddenAddressError
from tidings.fetching.failures import name_failures

# For one hop: name, connection, TLS and the whole answer. 16 MiB come within it at 4.5 Mbit/s.
TIMEOUT_S: Final = 30.0
# What browsers' makers call excessive is 20; a feed that has moved twice and gained TLS needs 3.
MOST_REDIRECTS: Final = 5
_CONTACT: Final = re.compile(r"https?://[!-'*-;=?-~]{1,200}|[\w.+-]{1,64}@[\w.-]{1,200}", re.ASCII)


def name_user_agent(contact: str | None = None) -> str:
    """Return what we call ourselves to those that we fetch from.

    ``contact`` is an http address or an e-mail address where they reach who runs this; raises
    ValueError for anything else, which could forge a header.
    """
    if contact is None:
        return f"Tidings/{__version__} (news feed fetcher)"
    if not _CONTACT.fullmatch(contact):
        raise ValueError("a contact is an http address or an e-mail address")
    return f"Tidings/{__version__} (news feed fetcher; +{contact})"


def open_guarded_client(
    *,
    allow_private: bool = False,
    user_agent: str | None = None,
    timeout_s: float = TIMEOUT_S,
    most_bytes: int = MOST_BYTES,
    backend: httpcore.NetworkBackend | None = None,
) -> httpx.Client:
    """Return a client that connects to public addresses only, or private ones if allowed.

    It follows at most five redirects, each checked like the first address. One hop takes at most
    ``timeout_s`` seconds, a body has at most ``most_bytes`` bytes, unpacked too. Proxies of the
    environment are not used, for a proxy would resolve the name again, out of our sight; nor is
    .netrc. ``SSL_CERT_FILE`` is. The client can be shared by threads.

    Besides what httpx raises, requests raise ForbiddenAddressError and BodyTooLargeError.
    ``backend`` is for tests.
    """
    guarded = backend or GuardedBackend(allow_private=allow_private, within_s=timeout_s)
    return httpx.Client(
        transport=GuardedTransport(guarded, most_bytes),
        headers={"User-Agent": user_agent or name_user_agent(), "Accept-Encoding": "gzip"},
        timeout=timeout_s,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        trust_env=False,
    )


class GuardedTransport(httpx.BaseTransport):
    """Sends each request, each redirect too, over a connection of its own from ``backend``."""

    def __init__(self, backend: httpcore.NetworkBackend, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=True),
            # A connection that was kept would outlive the check of its address, and its time.
            max_keepalive_connections=0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, its body still to be read."""
        check_url(request.url)
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with name_failures():
            answer = self._pool.handle_request(asked)
        body, headers = self._bound(answer)
        return httpx.Response(
            answer.status, headers=headers, stream=body, extensions=answer.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _bound(self, answer: httpcore.Response) -> tuple[BoundedBody, httpx.Headers]:
        headers = httpx.Headers(answer.headers)
        encoding = headers.get("Content-Encoding", "identity").strip().lower()
        packed = encoding in {"gzip", "x-gzip"}
        body = BoundedBody(answer.stream, packed=packed, most=self._most_bytes)
        if not packed and encoding not in {"identity", ""}:
            body.close()
            raise httpx.RemoteProtocolError(f"packed as {encoding[:40]!r}, which we do not ask for")
        declared = headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > self._most_bytes:
            body.close()
            raise BodyTooLargeError(f"the body is larger than {self._most_bytes:,} bytes")
        if packed:
            # It is unpacked when it is read; its length is that of the packed one.
            del headers["Content-Encoding"]
            headers.pop("Content-Length", None)
        return body, headers


def check_url(url: httpx.URL) -> None:
    """Raise for an address that is not http or https, and for one with a password in it.

    Raises httpx.UnsupportedProtocol and ForbiddenAddressError; neither tells the password.
    """
    if url.scheme not in {"http", "https"}:
        raise httpx.UnsupportedProtocol(f"{url.scheme[:20]!r} is neither http nor https")
    if url.userinfo:
        raise ForbiddenAddressError(f"the address at {url.host} has a name or password in it")
