"""A file with secrets in it, which is read only while it is nobody else's."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

# A key takes 250 bytes, a subscription 600: 4,000 or 1,700 of them. They are read in 10 ms.
MOST_BYTES: Final = 1024 * 1024
# Nothing for others, and no writing for the group; a secret that is mounted into a container is
# often readable through its group.
TOO_OPEN: Final = stat.S_IRWXO | stat.S_IWGRP

Version = tuple[int, int, int, int]
"""What differs once a file was written, replaced, or given to others."""
Content = TypeVar("Content", bound=BaseModel)


class PrivateFileError(Exception):
    """The file cannot be read or written; the message names it and never a secret."""


def read_version(path: Path) -> Version:
    """Return the version that is there now; raises PrivateFileError."""
    try:
        found = path.stat()
    except OSError as error:
        raise PrivateFileError(f"{path}: {error.strerror}") from error
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def read_private(
    path: Path,
    model: type[Content],
    fields: Collection[str],
    told: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """Return what the JSON in a file says; raises PrivateFileError, also when others could read it.

    An error names places by ``fields`` only, for a secret can also stand where a name belongs, and
    ``told`` replaces pydantic's words where they quote what it found, by the type of the error.
    """
    try:
        # A pipe would block until somebody writes to it.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(opened, "rb") as file:
            _check_access(path, os.fstat(file.fileno()))
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PrivateFileError(f"{path}: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise PrivateFileError(f"{path}: larger than 1 MiB")
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        places = (each for each in first["loc"] if isinstance(each, int) or each in fields)
        where, reason = ".".join(map(str, places)), told.get(first["type"], first["msg"])
        # Not chained: pydantic's own message would quote what it found.
        detail = f"{where}: {reason}" if where else reason
        raise PrivateFileError(f"{path}: {detail}") from None


def _check_access(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise PrivateFileError(f"{path}: no regular file")
    if found.st_mode & TOO_OPEN:
        mode = stat.S_IMODE(found.st_mode)
        detail = f"open to others (mode {mode:04o}); chmod 600 makes it yours"
        raise PrivateFileError(f"{path}: {detail}")
