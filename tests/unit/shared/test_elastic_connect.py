"""The client of Elasticsearch trusts whom the settings name, and says who asks."""

from __future__ import annotations

import ssl

import pytest
from certificates import make_certificates

from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings

URL = "https://node.example.org:9200"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def open_pool(**settings):
    with connect(ElasticsearchSettings(url=URL, **settings)) as client:
        return client.transport.node_pool.get().pool


def test_nobody_is_trusted_beside_whom_the_settings_name(made):
    pool = open_pool(ca_file=made.ca)
    assert pool.ca_certs is None, "these would be added to the context"
    context = pool.conn_kw["ssl_context"]
    assert len(context.get_ca_certs()) == 1
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_pinned_certificate_is_checked_by_the_context_itself(made):
    pool = open_pool(fingerprint=made.fingerprint)
    assert pool.conn_kw["ssl_context"].sslsocket_class.__name__ == "PinnedSocket"


def test_a_client_says_who_asks_and_shows_it_to_nobody_else():
    settings = ElasticsearchSettings(url=URL, username="index", password="canary-7f3a")
    with connect(settings) as client:
        assert client._headers["authorization"].startswith("Basic ")
        assert "canary" not in f"{client!r} {client.transport!r} {settings!r}"
