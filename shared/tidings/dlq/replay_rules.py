"""May a letter go back to where it came from, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tidings.dead_letter import EDITED_FROM, TRIES
from tidings.dlq.letter import Letter, StoredMessage
from tidings.dlq.ports import Outgoing
from tidings.dlq.selection import format_position

# The first replay follows a repair, the second a repair of the repair; a third that failed says
# that nobody has found the cause.
DEFAULT_MOST_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a letter cannot be replayed."""

    why: str


def check_replay(letter: Letter, most_tries: int, *, force: bool = False) -> Refusal | None:
    """Return why ``letter`` must not go back to its topic; ``force`` lifts the limit of tries."""
    if letter.origin is None:
        return Refusal("its headers do not say where it came from")
    if letter.origin.topic == letter.at.topic:
        return Refusal("it says that it came from the dead letters themselves")
    if letter.tries >= most_tries and not force:
        return Refusal(f"replayed {most_tries} times or more already; --force sends it again")
    return None


def restore_value(letter: Letter, original: StoredMessage | None) -> bytes | Refusal:
    """Return the value that was left out, from the message at the letter's origin."""
    if original is None:
        return Refusal("its value was left out for its size, and its topic no longer holds it")
    if original.key != letter.key or len(original.value) != letter.left_out_bytes:
        return Refusal("its value was left out, and another message stands at its origin now")
    return original.value


def write_copy(letter: Letter, topic: str, value: bytes, *, is_edited: bool = False) -> Outgoing:
    """Return the message that goes back: key and headers of others as they were, one try more.

    One that ``is_edited``, or was before, names the letter that the change was made to.
    """
    added = [(TRIES, str(letter.tries + 1).encode("ascii"))]
    edited_from = format_position(letter.at) if is_edited else letter.edited_from
    if edited_from is not None:
        added.append((EDITED_FROM, edited_from.encode()))
    return Outgoing(topic, letter.key, value, (*letter.headers, *added))
