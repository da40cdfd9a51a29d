"""The one letter that ``tidings dlq show`` is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tidings.dead_letter import Position
from tidings.dlq.letter import Letter, read_letter
from tidings.dlq.markers import SettledLetters, read_marker
from tidings.dlq.open_letters import OpenLetters, read_one
from tidings.dlq.options import choose_topics
from tidings.dlq.ports import MessageLog
from tidings.dlq.replay_rules import Refusal, restore_value
from tidings.dlq.report import render_line
from tidings.dlq.selection import Selection, SelectionError, format_position, parse_position

# Enough to choose from on one screen.
MOST_LISTED: Final = 20


def choose_letter(
    log: MessageLog, named: str, topics: list[str] | None
) -> tuple[Letter, str | None]:
    """Return the letter at a position or with an id, and how it was settled, if it was.

    An id may have several letters; the only open one is meant, else the only one. Raises
    SelectionError, which lists them, and MissingTopicError.
    """
    at = parse_position(named)
    if at is None:
        selection = Selection(id_prefix=named.lower())
    else:
        selection = Selection(positions=frozenset([at]))
    letters = OpenLetters(log, choose_topics(topics, selection), selection)
    settled = letters.read_settled()
    if at is None:
        at = _find_only(named, letters.find_all(), settled)
    message = read_one(log, at)
    if message is None or read_marker(message) is not None:
        raise SelectionError(f"no dead letter {named}")
    return read_letter(message), settled.find(at)


def _find_only(named: str, letters: Iterable[Letter], settled: SettledLetters) -> Position:
    still_open: list[Letter] = []
    done: list[Letter] = []
    for each in letters:
        kind = still_open if settled.find(each.at) is None else done
        if len(kind) <= MOST_LISTED:
            # The value stays behind: a start of an id can be the start of very many.
            kind.append(replace(each, value=b""))
    found = still_open or done
    if not found:
        raise SelectionError(f"no dead letter {named}")
    if len(found) > 1:
        listed = "".join(f"\n  {render_line(each)}" for each in found[:MOST_LISTED])
        more = "\n  …" if len(found) > MOST_LISTED else ""
        raise SelectionError(f"{named} has several dead letters:{listed}{more}")
    return found[0].at


def read_value(log: MessageLog, letter: Letter) -> bytes:
    """Return the original bytes, from where they came if need be; raises SelectionError."""
    if letter.left_out_bytes is None:
        return letter.value
    original = read_one(log, letter.origin) if letter.origin else None
    value = restore_value(letter, original)
    if isinstance(value, Refusal):
        raise SelectionError(f"{format_position(letter.at)}: {value.why}")
    return value
