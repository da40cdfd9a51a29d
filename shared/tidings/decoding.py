"""Read a message from a topic, or say in one word why it cannot be read."""

from __future__ import annotations

from typing import TypeVar

import orjson
from pydantic import ValidationError

from tidings.article import SCHEMA_VERSION
from tidings.model import Message
from tidings.outcome import Reject

M = TypeVar("M", bound=Message)
# Enough to see the pattern; an article of wrong items could name thousands.
MOST_FIELDS_NAMED = 5


def decode_message(raw: bytes | None, model: type[M]) -> M | Reject:
    """Return the message, or a Reject that names the fields at fault and never quotes the text.

    Reasons: ``undecodable`` (no JSON object in UTF-8, or no value at all), ``unknown_schema``
    (a ``schema_version`` other than ours), ``invalid`` (any other breach of the schema).
    """
    try:
        fields = orjson.loads(raw or b"")
    except orjson.JSONDecodeError as error:
        return Reject("undecodable", f"no JSON: {error.msg} at character {error.pos}")
    if not isinstance(fields, dict):
        return Reject("undecodable", f"a JSON object was expected, not {type(fields).__name__}")
    version = fields.get("schema_version")
    if version != SCHEMA_VERSION:
        return Reject("unknown_schema", f"schema_version {version!r:.50}; this is {SCHEMA_VERSION}")
    try:
        return model.from_bytes(raw or b"")
    except ValidationError as error:
        return Reject("invalid", describe_errors(error))


def describe_errors(error: ValidationError) -> str:
    """Return ``field: what is wrong`` for the first few errors, without the input's values."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    named = [
        f"{'.'.join(str(part) for part in each['loc']) or 'message'}: {each['msg']}"
        for each in problems[:MOST_FIELDS_NAMED]
    ]
    more = len(problems) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more else "")
