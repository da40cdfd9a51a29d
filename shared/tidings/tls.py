"""TLS contexts: whom a client of ours trusts, and what it shows of itself."""

from __future__ import annotations

import hashlib
import hmac
import re
import ssl
from pathlib import Path
from typing import Any, Final

# SHA-256 in hex, with or without the colons that openssl writes.
FINGERPRINT: Final = re.compile(r"[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}")


class TlsFileError(Exception):
    """A file of certificates or keys cannot be used; the message names it and says why."""


def open_trusting_context(
    ca_file: Path | None = None, cert_file: Path | None = None, key_file: Path | None = None
) -> ssl.SSLContext:
    """Return a context for TLS 1.2 and newer that checks certificate and host name.

    ``ca_file`` (PEM) takes the place of the authorities that this machine trusts. ``cert_file`` and
    ``key_file`` (PEM, the key unencrypted) are shown to a server that asks for them. Raises
    TlsFileError.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise TlsFileError(_describe(ca_file, error)) from error
    if cert_file is not None:
        _load_certificate(context, cert_file, key_file)
    return context


def _load_certificate(context: ssl.SSLContext, cert_file: Path, key_file: Path | None) -> None:
    """Let ``context`` show this certificate; raises TlsFileError."""
    for each in filter(None, (cert_file, key_file)):
        try:
            each.read_bytes()
        except OSError as error:
            raise TlsFileError(_describe(each, error)) from error
    try:
        # Without a password OpenSSL would ask the terminal for that of an encrypted key.
        context.load_cert_chain(cert_file, key_file, password="")
    except (ssl.SSLError, ValueError) as error:
        raise TlsFileError(f"{cert_file}, {key_file}: no certificate with its own key") from error


def open_pinned_context(fingerprint: str) -> ssl.SSLContext:
    """Return a context that takes the one certificate with this SHA-256, whoever signed it."""
    context = ssl.create_default_context()
    # What the certificate says of itself counts for nothing: it is known, or it is not.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    wanted = bytes.fromhex(fingerprint.replace(":", ""))

    class PinnedSocket(ssl.SSLSocket):
        """Ends a connection whose certificate is another."""

        def do_handshake(self, *options: Any) -> None:  # noqa: ANN401 - of the class above
            """Shake hands; raises ssl.SSLCertVerificationError."""
            super().do_handshake(*options)
            shown = hashlib.sha256(self.getpeercert(binary_form=True) or b"").digest()
            if not hmac.compare_digest(shown, wanted):
                raise ssl.SSLCertVerificationError("the certificate has another fingerprint")

    context.sslsocket_class = PinnedSocket
    return context


def _describe(path: Path | None, error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return f"{path} has no certificate in PEM"
    return f"{path} cannot be read: {error.strerror}"
