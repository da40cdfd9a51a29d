"""The keys file, which is read only while it is nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from tidings.private.reading import read_private
from tidings_ingest.keys.key import BearerKey, Key, WebhookKey

FIELDS: Final = {"keys", *BearerKey.model_fields, *WebhookKey.model_fields, "schema_version"}
# Where pydantic's words quote what it found.
TOLD: Final = {"union_tag_invalid": "kind is bearer or webhook"}


class KeyFileContent(BaseModel):
    """What stands in the file; no two keys have the same name or id."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    schema_version: Literal[1] = 1
    keys: tuple[Key, ...]

    @model_validator(mode="after")
    def _find_doubles(self) -> Self:
        ids = [each.id for each in self.keys if isinstance(each, BearerKey)]
        for what, values in (("name", [each.name for each in self.keys]), ("id", ids)):
            doubles = sorted({each for each in values if values.count(each) > 1})
            if doubles:
                raise ValueError(f"two keys have the {what} {doubles[0]}")
        return self


def read_keys(path: Path) -> tuple[Key, ...]:
    """Return the keys in a file; raises PrivateFileError, also when others could have read it."""
    return read_private(path, KeyFileContent, FIELDS, TOLD).keys
