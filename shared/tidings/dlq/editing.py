"""An edited letter: what is sent in its place, and whether it may be.

The order that keeps letters safe is that of a replay: 1 the edited message, 2 wait until all
replicas have it, 3 mark the letter. The letter itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from tidings.article import Article
from tidings.decoding import decode_message
from tidings.dlq.letter import Letter
from tidings.dlq.markers import How
from tidings.dlq.ports import LogUnavailableError, MessageLog
from tidings.dlq.replay_rules import Refusal, check_replay, write_copy
from tidings.dlq.settling import mark_letters
from tidings.model import Message
from tidings.outcome import Reject
from tidings.tags import TaggedArticle
from tidings.topics import MOST_VALUE_BYTES

EDITED: Final[How] = "edited"
# What each stage reads.
MESSAGES: Final[Mapping[str, type[Message]]] = {"enrich": Article, "index": TaggedArticle}


@dataclass(frozen=True, slots=True)
class Draft:
    """A value as an editor gets it: what our stages wrote on one line is a field a line."""

    text: bytes
    suffix: str
    is_laid_out: bool


def lay_out(value: bytes) -> Draft:
    """Return the draft of ``value``; bytes that would not come back the same stay as they are."""
    try:
        fields = orjson.loads(value)
        if orjson.dumps(fields) == value:
            return Draft(orjson.dumps(fields, option=orjson.OPT_INDENT_2) + b"\n", ".json", True)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return Draft(value, ".txt", False)
    return Draft(value, ".json", False)


def take_back(draft: Draft, edited: bytes) -> bytes:
    """Return the value that an edited draft stands for.

    A line feed that the editor has put at the end is none of the text.
    """
    if draft.is_laid_out:
        try:
            return orjson.dumps(orjson.loads(edited))
        except (orjson.JSONDecodeError, orjson.JSONEncodeError):
            return edited
    return edited if draft.text.endswith(b"\n") else edited.removesuffix(b"\n")


def check_edit(
    letter: Letter, before: bytes, after: bytes, *, force: bool = False
) -> Refusal | None:
    """Return why ``after`` must not be sent; ``force`` lets pass what its stage cannot read.

    A person looks at each, so the limit of tries does not hold; it counts as one.
    """
    if after == before:
        return Refusal("nothing was changed")
    if len(after) > MOST_VALUE_BYTES:
        return Refusal(f"{len(after):,} bytes are more than a topic takes ({MOST_VALUE_BYTES:,})")
    refusal = check_replay(letter, most_tries=0, force=True)
    return refusal or _check_message(letter, after, force=force)


def _check_message(letter: Letter, after: bytes, *, force: bool) -> Refusal | None:
    if (model := MESSAGES.get(letter.stage)) is None:
        return None
    message = decode_message(after, model)
    if isinstance(message, Reject):
        return None if force else Refusal(f"{letter.stage} could not read it: {message.detail}")
    article = message.article if isinstance(message, TaggedArticle) else message
    if letter.key is not None and isinstance(article, Article) and article.id != letter.id:
        return Refusal("its id is another one now; another article is pushed, not edited")
    return None


def send_edited(log: MessageLog, letter: Letter, value: bytes) -> str:
    """Send ``value`` in the place of ``letter`` and settle it; return the topic.

    Raises LogUnavailableError; the letter is open then, unless the message was sent and its marker
    was not, and a second edit would send a second message, of the same article.
    """
    if letter.origin is None:
        raise ValueError("a letter from nowhere was not checked")
    copy = write_copy(letter, letter.origin.topic, value, is_edited=True)
    (failure,) = log.send([copy])  # 1, 2
    if failure is not None:
        raise LogUnavailableError(f"it was not sent: {failure.why}")
    mark_letters(log, EDITED, [letter.at])  # 3
    return copy.topic
