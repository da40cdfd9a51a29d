"""How clients of ours reach Elasticsearch: whom they trust, and who they say that they are."""

from __future__ import annotations

import base64
import ssl

from tidings.settings import ElasticsearchSettings
from tidings.tls import open_pinned_context, open_trusting_context


def build_tls_context(settings: ElasticsearchSettings) -> ssl.SSLContext | None:
    """Return what checks the server's certificate, None without TLS; raises TlsFileError."""
    if not settings.url.lower().startswith("https:"):
        return None
    if settings.fingerprint is not None:
        return open_pinned_context(settings.fingerprint)
    return open_trusting_context(settings.ca_file)


def build_headers(settings: ElasticsearchSettings) -> dict[str, str]:
    """Return the header that lets us in, as both ways have it; none where nobody asks."""
    if settings.api_key is not None:
        return {"Authorization": f"ApiKey {settings.api_key.get_secret_value()}"}
    if settings.username is None or settings.password is None:
        return {}
    pair = f"{settings.username}:{settings.password.get_secret_value()}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
