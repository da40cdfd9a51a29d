"""The keys file, which is read only while it is nobody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from tidings_ingest.keys.key import BearerKey, Key, WebhookKey

# A key takes 250 bytes: 4,000 of them. They are read between two requests, in 10 ms.
MOST_BYTES: Final = 1024 * 1024
# Nothing for others, and no writing for the group; a secret that is mounted into a container is
# often readable through its group.
TOO_OPEN: Final = stat.S_IRWXO | stat.S_IWGRP

FIELDS: Final = {"keys", *BearerKey.model_fields, *WebhookKey.model_fields, "schema_version"}
# Where pydantic's words quote what it found.
TOLD: Final = {"union_tag_invalid": "kind is bearer or webhook"}

Version = tuple[int, int, int, int]
"""What differs once a file was written, replaced, or given to others."""


class KeyFileError(Exception):
    """The keys cannot be read or written; the message names the file and never a secret."""


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


def read_version(path: Path) -> Version:
    """Return the version that is there now; raises KeyFileError."""
    try:
        found = path.stat()
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def read_keys(path: Path) -> tuple[Key, ...]:
    """Return the keys in a file; raises KeyFileError, also when others could have read it."""
    try:
        # A pipe would block until somebody writes to it.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(opened, "rb") as file:
            _check_access(path, os.fstat(file.fileno()))
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise KeyFileError(f"{path}: larger than 1 MiB")
    try:
        return KeyFileContent.model_validate_json(raw).keys
    except ValidationError as error:
        # Not chained: pydantic's own message would quote what it found.
        raise KeyFileError(f"{path}: {_describe(error)}") from None


def _describe(error: ValidationError) -> str:
    """Return place and reason of the first error; a secret can also stand where a name belongs."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(each) for each in first["loc"] if isinstance(each, int) or each in FIELDS)
    told = TOLD.get(first["type"], first["msg"])
    return f"{where}: {told}" if where else told


def _check_access(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileError(f"{path}: no regular file")
    if found.st_mode & TOO_OPEN:
        mode = stat.S_IMODE(found.st_mode)
        raise KeyFileError(f"{path}: open to others (mode {mode:04o}); chmod 600 makes it yours")
