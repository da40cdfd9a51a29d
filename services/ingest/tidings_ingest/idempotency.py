"""Idempotency-Key and webhook-id: the same request gets the same answer, for a day."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tidings.reading import Problem, UnreadableError
from tidings.webhooks import ID_HEADER
from tidings_ingest.authentication import Caller

MOST_KEY_CHARACTERS: Final = 255
FORGET_AFTER_S: Final = 24 * 60 * 60.0
# An answer is 300 bytes an article: 4,096 pages of ten articles are 12 MB.
MOST_ANSWERS: Final = 4_096
MOST_ANSWER_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What a sender calls a request, in which header; ``owner`` is the name of the sender's key.

    Two senders may call different requests the same.
    """

    value: str
    header: str = "Idempotency-Key"
    owner: str | None = None


def name_request(headers: Mapping[str, str], caller: Caller) -> RequestKey | None:
    """Return what the sender calls the request, None when they do not.

    The id of a signed request goes before Idempotency-Key, which is not signed: a request that
    somebody has recorded is not taken again under another name.
    """
    if caller.message_id is not None:
        return RequestKey(caller.message_id, ID_HEADER, caller.key)
    key = headers.get("idempotency-key")
    return None if key is None else RequestKey(key, owner=caller.key)


@dataclass(slots=True)
class _Entry:
    fingerprint: bytes
    at: float
    answer: bytes | None = None


class AnswerMemory:
    """Remembers answers by key; for one event loop. ``clock`` returns monotonic seconds.

    What does not fit is forgotten, oldest first: then a repeat is simply taken again, and makes no
    second document.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        most_answers: int = MOST_ANSWERS,
        most_bytes: int = MOST_ANSWER_BYTES,
    ) -> None:
        self._clock = clock
        self._most_answers = most_answers
        self._most_bytes = most_bytes
        self._entries: OrderedDict[RequestKey, _Entry] = OrderedDict()
        self._bytes = 0

    def begin(self, key: RequestKey, fingerprint: bytes) -> bytes | None:
        """Return the answer that was given before; None when the request is to be worked on.

        Raises UnreadableError: 422 when the key came with another request, 409 while the same
        request is being worked on.
        """
        if not 0 < len(key.value) <= MOST_KEY_CHARACTERS:
            raise _refuse(key, 422, f"a key has 1 to {MOST_KEY_CHARACTERS} characters")
        self._forget()
        entry = self._entries.get(key)
        if entry is None:
            self._entries[key] = _Entry(fingerprint, self._clock())
            return None
        if entry.fingerprint != fingerprint:
            raise _refuse(key, 422, "the key came before with another request")
        if entry.answer is None:
            raise _refuse(key, 409, "a request with the same key is being worked on")
        return entry.answer

    def finish(self, key: RequestKey, answer: bytes | None) -> None:
        """Keep the answer for the key; None when there was none that a repeat should get."""
        entry = self._entries.pop(key, None)
        if entry is None or answer is None:
            return
        entry.answer, entry.at = answer, self._clock()
        self._entries[key] = entry
        self._bytes += len(answer)
        self._forget()

    def _forget(self) -> None:
        oldest = self._clock() - FORGET_AFTER_S
        while self._entries:
            key, entry = next(iter(self._entries.items()))
            is_full = len(self._entries) > self._most_answers or self._bytes > self._most_bytes
            if entry.at > oldest and not is_full:
                return
            del self._entries[key]
            self._bytes -= len(entry.answer or b"")


def take_fingerprint(*parts: bytes) -> bytes:
    """Return what tells one request from another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def _refuse(key: RequestKey, status: int, detail: str) -> UnreadableError:
    return UnreadableError(status, Problem(key.header, detail))
