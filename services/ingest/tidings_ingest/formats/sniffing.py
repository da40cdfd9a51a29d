"""Which format a body is in when nothing says so. Pure."""

from __future__ import annotations

from codecs import BOM_UTF8

from tidings.formats import JSON, TEXT, Format


def sniff_format(body: bytes) -> Format:
    """Return JSON for what looks like one JSON object, else text, which every page is."""
    bare = body.removeprefix(BOM_UTF8).strip()
    return JSON if bare.startswith(b"{") and bare.endswith(b"}") else TEXT
