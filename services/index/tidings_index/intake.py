"""From a record to the document that it becomes, or the reason why it becomes none. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tidings.decoding import decode_message
from tidings.outcome import Reject
from tidings.tags import TaggedArticle
from tidings.tracing.context import read_context
from tidings_index.documents import Document, build_document
from tidings_index.records import Record


@dataclass(frozen=True, slots=True)
class Item:
    """A record on its way, and its document."""

    record: Record
    document: Document


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that can never be indexed, and why."""

    record: Record
    reject: Reject


def take_record(record: Record, now: datetime) -> Item | Refusal:
    """Return the document of ``record``, indexed ``now``; or its refusal, which quotes no text."""
    tagged = decode_message(record.value, TaggedArticle)
    if isinstance(tagged, Reject):
        return Refusal(record, tagged)
    try:
        document = build_document(tagged, now)
    except (TypeError, OverflowError) as error:
        return Refusal(record, Reject("invalid", f"cannot be written as a document: {error}"))
    return Item(record, replace(document, context=read_context(record.headers)))
