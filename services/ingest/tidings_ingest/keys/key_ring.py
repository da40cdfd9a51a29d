"""The keys of a file, made ready to be looked up."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final

from tidings_ingest.keys.key import BearerKey, Key, WebhookKey, find_token_id, hash_token

# What a token without a key is compared with, so that it takes as long as one with a key.
NO_HASH: Final = "0" * 64


class KeyRing:
    """Keys by what a request shows of them."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._bearers = {each.id: each for each in keys if isinstance(each, BearerKey)}
        self._webhooks = tuple(each for each in keys if isinstance(each, WebhookKey))

    def __len__(self) -> int:
        return len(self._bearers) + len(self._webhooks)

    @property
    def has_webhooks(self) -> bool:
        """Whether any key is for signatures."""
        return bool(self._webhooks)

    def find_bearer(self, token: str) -> BearerKey | None:
        """Return the key that ``token`` is for; what it takes does not tell how near it was."""
        key = self._bearers.get(find_token_id(token) or "")
        is_same = hmac.compare_digest(hash_token(token), key.hash if key else NO_HASH)
        return key if is_same else None

    def find_webhooks(self, source: str | None) -> tuple[WebhookKey, ...]:
        """Return the keys that can have signed for ``source``; all of them where none is named."""
        if source is None:
            return self._webhooks
        return tuple(each for each in self._webhooks if each.source == source)
