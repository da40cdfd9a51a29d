"""The tags of an article, read back from its document. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from tidings.tags import Tags

# Where the document has another name for them than the message.
_NAMES: Final = {"topics": "topic_evidence"}
FIELDS: Final = {name: _NAMES.get(name, name) for name in Tags.model_fields}


def read_tags(document: Mapping[str, Any]) -> Tags:
    """Return the tags of ``document``; a kind that another version wrote otherwise is left out."""
    found = {name: document[field] for name, field in FIELDS.items() if field in document}
    try:
        return Tags.model_validate(found)
    except ValidationError:
        readable = [_read_kind(name, value) for name, value in found.items()]
        return Tags.model_validate(
            {name: value for each in readable for name, value in each.items()}
        )


def _read_kind(name: str, value: object) -> dict[str, object]:
    try:
        Tags.model_validate({name: value})
    except ValidationError:
        return {}
    return {name: value}
