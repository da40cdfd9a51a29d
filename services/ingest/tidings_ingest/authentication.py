"""Who pushes, and for which source: a Bearer key, or a Standard Webhooks signature.

A key is looked at before the body is read; a signature is over the body and can only be checked
after it. Whoever is refused learns what a request needs, and never whether a key exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from tidings.reading import Problem
from tidings.webhooks import ID_HEADER, SIGNATURE_HEADER, decode_secret
from tidings_ingest.keys.key import WebhookKey
from tidings_ingest.keys.key_ring import KeyRing
from tidings_ingest.keys.signature import (
    SignatureHeaderError,
    SignedHead,
    find_signer,
    read_signed_head,
)

UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
# What a signature for a source without a key is compared with, so that it takes as long as others.
NO_SECRET: Final = bytes(32)


class AccessDeniedError(Exception):
    """The sender may not push this; ``status`` is 401 when we do not know them, else 403."""

    def __init__(self, status: int, problem: Problem, *more: Problem) -> None:
        super().__init__(f"{problem.where}: {problem.detail}")
        self.status = status
        self.problems = (problem, *more)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who pushes: the name of their key, and the one source that it is for.

    ``message_id`` and ``sent_at`` are what a signed request says of itself. All are None for a
    caller who was not asked.
    """

    key: str | None = None
    source: str | None = None
    message_id: str | None = None
    sent_at: datetime | None = None


ANYBODY: Final = Caller()


class Signed(Protocol):
    """A request that says who pushes by a signature over its body."""

    def verify(self, body: bytes) -> Caller:
        """Return whose signature it is; raises AccessDeniedError. It takes a thread's time."""
        ...


@dataclass(frozen=True, slots=True)
class SignedPush:
    """A request whose signature can be checked once its body is there."""

    head: SignedHead
    keys: tuple[WebhookKey, ...] = field(repr=False)

    def verify(self, body: bytes) -> Caller:
        """Return whose signature it is, in 25 ms a secret for 16 MiB; raises AccessDeniedError."""
        signers = [(key, decode_secret(secret)) for key in self.keys for secret in key.secrets]
        secrets = [secret for _, secret in signers] or [NO_SECRET]
        position = find_signer(self.head, body, secrets)
        if position is None or not signers:
            raise _refuse(SIGNATURE_HEADER, "no key of ours made this signature over this body")
        key = signers[position][0]
        return Caller(key.name, key.source, self.head.id, self.head.sent_at)


class Authentication(Protocol):
    """Decides who may push."""

    @property
    def asks_for_key(self) -> bool:
        """Whether a request without a key is refused."""
        ...

    def admit(self, headers: Mapping[str, str], source: str | None) -> Caller | Signed:
        """Return who pushes, as far as it can be told without the body.

        ``source`` is the one that the request names. Raises AccessDeniedError.
        """
        ...


class OpenDoor:
    """Asks nobody: for one machine and its owner."""

    asks_for_key = False

    def admit(self, headers: Mapping[str, str], source: str | None) -> Caller:  # noqa: ARG002
        """Return a caller of whom nothing is known."""
        return ANYBODY


class KeyCheck:
    """Asks for a key of the ring; ``clock`` returns the time in UTC."""

    asks_for_key = True

    def __init__(self, read_ring: Callable[[], KeyRing], clock: Callable[[], datetime]) -> None:
        self._read_ring = read_ring
        self._clock = clock

    def admit(self, headers: Mapping[str, str], source: str | None) -> Caller | SignedPush:
        """Return the caller of a Bearer key, or the signature that is still to be checked."""
        scheme, _, token = headers.get("authorization", "").strip().partition(" ")
        if scheme.lower() == "bearer":
            return self._admit_bearer(token.strip(), source)
        if ID_HEADER in headers or SIGNATURE_HEADER in headers:
            return self._admit_signed(headers, source)
        raise _refuse(
            "Authorization",
            "a key is needed: Authorization: Bearer, or a Standard Webhooks signature",
        )

    def _admit_bearer(self, token: str, source: str | None) -> Caller:
        key = self._read_ring().find_bearer(token)
        if key is None:
            raise _refuse("Authorization", "this is no key of ours")
        if source is not None and source != key.source:
            raise AccessDeniedError(FORBIDDEN, name_foreign_source("request", source, key.source))
        return Caller(key.name, key.source)

    def _admit_signed(self, headers: Mapping[str, str], source: str | None) -> SignedPush:
        try:
            head = read_signed_head(headers, self._clock())
        except SignatureHeaderError as error:
            raise _refuse(error.header, error.detail) from None
        ring = self._read_ring()
        if not ring.has_webhooks:
            raise _refuse(SIGNATURE_HEADER, "signatures are not taken here, only Bearer keys")
        return SignedPush(head, ring.find_webhooks(source))


@dataclass(frozen=True, slots=True)
class ForeignSource(Problem):
    """An item of a source that the key is not for."""


def name_foreign_source(what: str, source: str, of_key: str) -> ForeignSource:
    """Return the problem that names the source in ``what`` and the one that the key is for."""
    return ForeignSource("source", f"the {what} says {source}, and the key is for {of_key}")


def _refuse(where: str, detail: str) -> AccessDeniedError:
    return AccessDeniedError(UNAUTHORIZED, Problem(where, detail))
