"""Certificates of one test: an authority of its own, a server's, a client's, as files."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: ``server`` and ``client`` hold certificate and key together."""

    ca: Path
    other_ca: Path
    server: Path
    client_cert: Path
    client_key: Path
    fingerprint: str

    def open_server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server)
        return context


def make_certificates(folder: Path, host: str = HOST) -> Certificates:
    """Write an authority's certificate for ``host``, and that of an authority nobody used."""
    authority = trustme.CA()
    server = authority.issue_cert(host, common_name=host)
    client = authority.issue_cert("ingest", common_name="ingest")
    made = Certificates(
        *(folder / f"{name}.pem" for name in ("ca", "other-ca", "server", "client", "client-key")),
        fingerprint=hashlib.sha256(
            ssl.PEM_cert_to_DER_cert(server.cert_chain_pems[0].bytes().decode())
        ).hexdigest(),
    )
    authority.cert_pem.write_to_path(made.ca)
    trustme.CA().cert_pem.write_to_path(made.other_ca)
    chain = b"".join(each.bytes() for each in server.cert_chain_pems)
    made.server.write_bytes(_write_key(server.private_key_pem.bytes()) + chain)
    client.cert_chain_pems[0].write_to_path(made.client_cert)
    client.private_key_pem.write_to_path(made.client_key)
    return made


def _write_key(pem: bytes) -> bytes:
    """Return the key in PKCS 8, the one form that Kafka reads."""
    key = load_pem_private_key(pem, None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
