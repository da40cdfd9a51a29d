"""One article to one receiver: what stands of it on the topic of deliveries. Pure.

A delivery has two keys there. Under its name stands the newest offer: the body to be posted, when,
and after how many tries. Under the name with ``:end`` stands that it is over. With one key for
both, an offer that is made again after a crash would replace the end, and be posted again after the
next start.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, Literal

from pydantic import AwareDatetime, Field

from tidings.article import ArticleId
from tidings.model import Message

End = Literal["delivered", "dead_letter", "dropped"]
END_SUFFIX: Final = b":end"
NAME_PREFIX: Final = "msg_"
# 128 bits: nobody meets two alike.
NAME_DIGITS: Final = 32


class Offer(Message):
    """What is to be posted. ``partition`` is that of the article's own message: whoever owns it
    posts. ``headline`` and ``source`` let dead letters be told apart.
    """

    schema_version: Literal[1] = 1
    watch: str
    watch_name: str
    article: ArticleId
    source: str | None = None
    headline: str | None = None
    partition: int = Field(ge=0)
    offered_at: AwareDatetime
    due_at: AwareDatetime
    tries: int = Field(default=0, ge=0)
    body: str

    def delay(self, due_at: datetime) -> Offer:
        """Return the offer after one more try, to be posted again at ``due_at``."""
        return self.model_copy(update={"tries": self.tries + 1, "due_at": due_at})


class Ended(Message):
    """How a delivery ended."""

    schema_version: Literal[1] = 1
    end: End
    at: AwareDatetime


def name_delivery(watch_id: str, article_id: str) -> str:
    """Return the ``webhook-id``: the same for one watch and one article, whatever is repeated.

    >>> name_delivery("0011223344556677", "a" * 32)
    'msg_ed546e136be693efaa49968032d84a19'
    """
    digest = hashlib.sha256(f"{watch_id}:{article_id}".encode()).hexdigest()
    return NAME_PREFIX + digest[:NAME_DIGITS]


def write_key(name: str) -> bytes:
    """Return the key of the offers of a delivery."""
    return name.encode("ascii")


def write_end_key(name: str) -> bytes:
    """Return the key under which its end stands."""
    return write_key(name) + END_SUFFIX


def read_key(key: bytes | None) -> tuple[str, bool] | None:
    """Return the name in a key and whether it is of an end; None for a key of others."""
    raw = key or b""
    name = raw.removesuffix(END_SUFFIX)
    try:
        text = name.decode("ascii")
    except UnicodeDecodeError:
        return None
    return (text, name != raw) if text.startswith(NAME_PREFIX) else None
