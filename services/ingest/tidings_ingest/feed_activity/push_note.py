"""One request on its way through intake, noted once at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tidings.reading import UnreadableError
from tidings_ingest.acceptance import Item, Origin
from tidings_ingest.feed_activity.port import Activity


@dataclass(slots=True)
class PushNote:
    """What is known so far: ``origin`` once the sender is, ``items`` once their fate is."""

    origin: Origin | None = None
    items: Sequence[Item] | None = None


@contextmanager
def note_at_end(activity: Activity) -> Iterator[PushNote]:
    """Give a note to fill in, and tell ``activity`` at the end, whichever it is.

    Nothing is noted of a sender who is not known, and nothing of a request that is answered with
    503: it comes again.
    """
    note = PushNote()
    try:
        yield note
    except UnreadableError as error:
        if note.origin is not None and note.items is None:
            activity.note_refusal(note.origin, error.problems)
        raise
    finally:
        if note.origin is not None and note.items is not None:
            activity.note_items(note.origin, note.items)
