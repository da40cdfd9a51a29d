"""The addresses that articles name: those that a page can lead to without harm. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

_SCHEMES = frozenset(("http", "https"))


def find_link(url: object) -> str | None:
    """Return ``url`` if it is http or https with a host; None for javascript: and all else."""
    if not isinstance(url, str) or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in _SCHEMES and parts.hostname else None
