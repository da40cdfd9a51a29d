"""Which articles of a request have to be sent, and sending them so that repeats are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings.outcome import Ok, Retry
from tidings_ingest.ports import Outgoing, Published, Publisher
from tidings_ingest.repeats import Repeats, Version


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that could be sent, and what a repeat of it is known by."""

    outgoing: Outgoing
    version: Version


@dataclass(frozen=True, slots=True)
class New:
    """To be sent, as number ``position`` of those that are."""

    position: int


@dataclass(frozen=True, slots=True)
class Again:
    """As number ``position`` of those that are sent, which came before it in the same request."""

    position: int


@dataclass(frozen=True, slots=True)
class Known:
    """On the road as it stands, under ``revision``."""

    revision: int


Choice = New | Again | Known


def choose_new(
    candidates: Sequence[Candidate], repeats: Repeats
) -> tuple[list[Choice], list[Candidate]]:
    """Return what each candidate is, and those to be sent, in their order.

    Of two texts under one id both are sent, and the later one wins where their revisions are
    equal: they have the same key, so they come to the same partition, and in this order.
    """
    choices: list[Choice] = []
    new: list[Candidate] = []
    last: dict[str, int] = {}
    for each in candidates:
        version = each.version
        position = last.get(version.id)
        if position is not None and new[position].version.covers(version):
            choices.append(Again(position))
            continue
        revision = repeats.find_same(version) if position is None else None
        if revision is not None:
            choices.append(Known(revision))
            continue
        last[version.id] = len(new)
        choices.append(New(len(new)))
        new.append(each)
    return choices, new


async def send_new(
    new: Sequence[Candidate], publisher: Publisher, repeats: Repeats
) -> list[Published]:
    """Return what became of each; those that are acknowledged are known from then on."""
    if not new:
        return []
    versions = [each.version for each in new]
    repeats.begin(each.id for each in versions)
    published: list[Published] = [Retry("unacknowledged")] * len(new)
    try:
        published = await publisher.publish([each.outgoing for each in new])
    finally:
        # Also when the sender has gone or the publisher has failed: then nothing is known.
        became = list(zip(versions, published, strict=True))
        repeats.finish(
            (each.id for each in versions),
            [version for version, outcome in became if isinstance(outcome, Ok)],
            [version for version, outcome in became if isinstance(outcome, Retry)],
        )
    return published
