"""A client takes the certificate that it was told to trust, and no other."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager

import pytest
from certificates import HOST, make_certificates

from tidings.tls import TlsFileError, open_pinned_context, open_trusting_context


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@contextmanager
def serving(context):
    """Give a port where each who comes is shaken hands with."""
    with socket.create_server((HOST, 0)) as listening:

        def serve():
            while True:
                try:
                    taken, _ = listening.accept()
                except OSError:
                    return
                with taken:
                    try:
                        with context.wrap_socket(taken, server_side=True) as shaken:
                            shaken.sendall(b"in")
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def shake_hands(context, port, host=HOST):
    with (
        socket.create_connection((HOST, port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=host) as shaken,
    ):
        # In TLS 1.3 the server's verdict on the client's certificate comes after the handshake.
        return shaken.version() if shaken.recv(2) == b"in" else None


def test_the_certificate_of_the_authority_that_was_named_is_taken(made):
    with serving(made.open_server_context()) as port:
        assert shake_hands(open_trusting_context(made.ca), port) in {"TLSv1.2", "TLSv1.3"}


def test_no_certificate_is_taken_of_another_authority_or_for_another_host(made):
    with serving(made.open_server_context()) as port:
        for context, host in (
            (open_trusting_context(made.other_ca), HOST),
            (open_trusting_context(), HOST),
            (open_trusting_context(made.ca), "localhost"),
        ):
            with pytest.raises(ssl.SSLCertVerificationError):
                shake_hands(context, port, host)


def test_an_authority_that_was_named_takes_the_place_of_those_of_the_machine(made):
    assert len(open_trusting_context(made.ca).get_ca_certs()) == 1


def test_a_pinned_certificate_is_taken_whoever_signed_it_and_another_is_not(made):
    colons = ":".join(made.fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
    with serving(made.open_server_context()) as port:
        for pinned in (made.fingerprint, colons):
            assert shake_hands(open_pinned_context(pinned), port, "any.example.org")
        with pytest.raises(ssl.SSLCertVerificationError, match="another fingerprint"):
            shake_hands(open_pinned_context("ab" * 32), port)


def test_a_server_that_asks_is_shown_the_certificate(made):
    asking = made.open_server_context()
    asking.verify_mode = ssl.CERT_REQUIRED
    asking.load_verify_locations(made.ca)
    with serving(asking) as port:
        with pytest.raises(OSError, match=r"(?i)certificate|reset"):
            shake_hands(open_trusting_context(made.ca), port)
        shown = open_trusting_context(made.ca, made.client_cert, made.client_key)
        assert shake_hands(shown, port)


def test_a_file_that_cannot_be_used_is_named_and_nobody_is_asked_for_a_password(made, tmp_path):
    no_pem, locked = tmp_path / "no.pem", tmp_path / "locked.pem"
    no_pem.write_text("no certificate")
    subprocess.run(
        ["openssl", "ec", "-aes128", "-passout", "pass:known",
         "-in", made.client_key, "-out", locked],
        check=True, capture_output=True,
    )  # fmt: skip
    for files, named in (
        ((tmp_path / "away.pem",), "away.pem cannot be read: No such file"),
        ((no_pem,), "no.pem has no certificate"),
        ((made.ca, tmp_path / "gone.pem", made.client_key), "gone.pem cannot be read"),
        ((made.ca, made.client_cert, locked), "no certificate with its own key"),
        ((made.ca, made.client_cert, made.server), "no certificate with its own key"),
    ):
        with pytest.raises(TlsFileError, match=named):
            open_trusting_context(*files)
