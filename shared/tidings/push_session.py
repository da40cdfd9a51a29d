"""What every command has in common that pushes: the key, the client, what a file is sent as."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from typing import Final

import httpx
from pydantic import SecretStr

from tidings.elastic_connection import build_headers, build_tls_context
from tidings.formats import find_by_name, find_by_path
from tidings.input_file import STANDARD_INPUT
from tidings.settings import ElasticsearchSettings
from tidings.terminal import fail

UNKNOWN_MEDIA_TYPE: Final = "application/octet-stream"
# Whose articles they are when neither they nor the command say it.
DEFAULT_SOURCE: Final = "manual"


def open_stack_client(
    base_url: str,
    headers: dict[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
) -> httpx.Client:
    """Return a client for a server of the stack.

    Proxies of the environment are used, unless the server is on this machine: no proxy reaches our
    loopback, and one that tried would be shown articles and keys.
    """
    trust_env = not is_loopback(httpx.URL(base_url).host)
    return httpx.Client(base_url=base_url, headers=headers, trust_env=trust_env, verify=tls or True)


def open_index_client(settings: ElasticsearchSettings) -> httpx.Client:
    """Return a client for Elasticsearch that shows who we are, if it asks for that."""
    return open_stack_client(settings.url, build_headers(settings), build_tls_context(settings))


def open_ingest_client(ingest_url: str, token: SecretStr | None) -> httpx.Client:
    """Return a client for ingest that shows the key, if there is one."""
    shown = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else None
    return open_stack_client(ingest_url, shown)


def is_loopback(host: str) -> bool:
    """Return whether a host of a URL is this machine itself, by name or by number."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_key(key: str | None) -> SecretStr | None:
    """Return the key without the white space around it, None when there is none.

    Ends the command with status 1 when it can be no key.
    """
    stripped = (key or "").strip()
    if not all("!" <= each <= "~" for each in stripped):
        fail("--key or TIDINGS_KEY holds characters that no key has")
    return SecretStr(stripped) if stripped else None


def choose_media_type(file: str, format_name: str) -> str:
    """Return what to call the content: as asked, as the name says, or as what ingest recognises."""
    if format_name == "auto":
        chosen = None if file == STANDARD_INPUT else find_by_path(Path(file))
    else:
        chosen = find_by_name(format_name)
    return chosen.media_types[0] if chosen else UNKNOWN_MEDIA_TYPE
