"""Settings of connections that contradict each other: what would be ignored is refused.

Pure but for files of certificates, which are opened. Each sentence names the variables, and none
quotes a secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from tidings.tls import FINGERPRINT, TlsFileError, open_trusting_context

KAFKA: Final = "TIDINGS_KAFKA_"
ELASTICSEARCH: Final = "TIDINGS_ELASTICSEARCH_"


def find_sasl_contradictions(
    protocol: str, username: str | None, password: SecretStr | None
) -> Iterator[str]:
    """Give a sentence for each of user and password that is missing, or there for nothing."""
    for name, value in (("SASL_USERNAME", username), ("SASL_PASSWORD", password)):
        if protocol.startswith("SASL_") and not value:
            yield f"{KAFKA}{name} is not set, and {KAFKA}SECURITY_PROTOCOL={protocol} needs it"
        if not protocol.startswith("SASL_") and value:
            yield (
                f"{KAFKA}{name} would be ignored with {KAFKA}SECURITY_PROTOCOL={protocol}, the "
                "default being PLAINTEXT; set it to SASL_SSL"
            )


def find_tls_contradictions(
    protocol: str, ca_file: Path | None, cert_file: Path | None, key_file: Path | None
) -> Iterator[str]:
    """Give a sentence for each file that is there for nothing, is missing, or cannot be used."""
    files = {"CA_FILE": ca_file, "CERT_FILE": cert_file, "KEY_FILE": key_file}
    given = [f"{KAFKA}{name}" for name, path in files.items() if path is not None]
    if given and not protocol.endswith("SSL"):
        yield (
            f"{' and '.join(given)} would be ignored with {KAFKA}SECURITY_PROTOCOL={protocol}, the "
            "default being PLAINTEXT; set it to SSL or SASL_SSL"
        )
    elif (cert_file is None) != (key_file is None):
        yield f"{KAFKA}CERT_FILE and {KAFKA}KEY_FILE go together: set both or neither"
    elif given:
        yield from _find_unusable(" and ".join(given), ca_file, cert_file, key_file)


def find_way_in_contradictions(
    api_key: SecretStr | None, username: str | None, password: SecretStr | None
) -> Iterator[str]:
    """Give a sentence where a user has no password, or where there are two ways in."""
    if bool(username) != bool(password):
        yield f"{ELASTICSEARCH}USERNAME and {ELASTICSEARCH}PASSWORD go together: set both"
    if api_key and (username or password):
        yield f"{ELASTICSEARCH}API_KEY and {ELASTICSEARCH}USERNAME are two ways in: set one"


def find_trust_contradictions(
    url: str, ca_file: Path | None, fingerprint: str | None
) -> Iterator[str]:
    """Give a sentence for an address that tells a password, and for trust that means nothing."""
    trust = {"CA_FILE": ca_file, "FINGERPRINT": fingerprint}
    given = [f"{ELASTICSEARCH}{name}" for name, value in trust.items() if value is not None]
    if "@" in urlsplit(url).netloc:
        # An address stands in each message about the server.
        yield (
            f"{ELASTICSEARCH}URL has a user or a password in it: {ELASTICSEARCH}USERNAME and "
            f"{ELASTICSEARCH}PASSWORD are for them"
        )
    if given and urlsplit(url).scheme.lower() != "https":
        yield f"{' and '.join(given)} would be ignored: {ELASTICSEARCH}URL is no https address"
    elif len(given) > 1:
        yield f"{' and '.join(given)} both say whom to trust: set one"
    elif ca_file is not None:
        yield from _find_unusable(given[0], ca_file)
    elif fingerprint is not None and not FINGERPRINT.fullmatch(fingerprint):
        yield f"{given[0]} is no SHA-256: 64 hexadecimal digits, with or without colons"


def refuse_any(sentences: Iterable[str]) -> None:
    """Return where there are none; else raise what pydantic reports of a model."""
    # A template's braces are its own.
    if told := "; ".join(sentences):
        raise PydanticCustomError("contradiction", "{told}", {"told": told})


def _find_unusable(
    names: str, ca_file: Path | None, cert_file: Path | None = None, key_file: Path | None = None
) -> Iterator[str]:
    try:
        open_trusting_context(ca_file, cert_file, key_file)
    except TlsFileError as error:
        yield f"{names}: {error}"
