"""The keys file: read only while it is nobody else's, written as a whole or not at all."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, model_validator

from tidings.decoding import describe_errors
from tidings_ingest.keys.key import BearerKey, Key

# A key takes 250 bytes: 4,000 of them. They are read between two requests, in 10 ms.
MOST_BYTES: Final = 1024 * 1024
FILE_MODE: Final = 0o600
# Nothing for others, and no writing for the group; a secret that is mounted into a container is
# often readable through its group.
TOO_OPEN: Final = stat.S_IRWXO | stat.S_IWGRP
# Whoever holds the lock writes one small file.
LOCK_WITHIN_S: Final = 10.0
LOCK_EVERY_S: Final = 0.05

Version = tuple[int, int, int, int]
"""What differs once a file was written, replaced, or given to others."""


class KeyFileError(Exception):
    """The keys cannot be read or written; the message names the file and never a secret."""


class _Content(BaseModel):
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
        return _Content.model_validate_json(raw).keys
    except ValidationError as error:
        # Not chained: pydantic's own message would quote what it found.
        raise KeyFileError(f"{path}: {describe_errors(error)}") from None


def _check_access(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileError(f"{path}: no regular file")
    if found.st_mode & TOO_OPEN:
        mode = stat.S_IMODE(found.st_mode)
        raise KeyFileError(f"{path}: open to others (mode {mode:04o}); chmod 600 makes it yours")


@contextmanager
def change_keys(path: Path) -> Iterator[list[Key]]:
    """Give the keys to change, none where there is no file yet, and write them at the end.

    Nobody else changes them meanwhile, and nothing is written when the context ends with an error.
    Raises KeyFileError.
    """
    path = path.resolve()
    with _locked(path.parent):
        keys = list(read_keys(path)) if path.exists() else []
        yield keys
        try:
            _write(path, _encode(keys))
        except OSError as error:
            raise KeyFileError(f"{path}: {error.strerror}") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock on the folder: the file itself is replaced, and so cannot carry one."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise KeyFileError(f"{folder}: {error.strerror}") from error
    try:
        give_up_at = time.monotonic() + LOCK_WITHIN_S
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up_at:
                    raise KeyFileError(f"{folder}: another command keeps it locked") from None
                time.sleep(LOCK_EVERY_S)
        yield
    finally:
        os.close(opened)


def _encode(keys: list[Key]) -> bytes:
    def reveal(value: object) -> str:
        if isinstance(value, SecretStr):
            return value.get_secret_value()
        raise TypeError(type(value).__name__)

    _Content(keys=tuple(keys))
    content = {"schema_version": 1, "keys": [each.model_dump() for each in keys]}
    return orjson.dumps(content, default=reveal, option=orjson.OPT_INDENT_2) + b"\n"


def _write(path: Path, content: bytes) -> None:
    # mkstemp gives mode 600 from the first moment on.
    opened, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(opened, "wb") as file:
            if path.exists():
                _keep_owner(file.fileno(), path.stat())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _keep_owner(file: int, before: os.stat_result) -> None:
    """Leave the file to whom it belongs: root adds a key, and ingest still has to read it."""
    with suppress(PermissionError):
        os.fchown(file, before.st_uid, before.st_gid)
    os.fchmod(file, stat.S_IMODE(before.st_mode) & ~TOO_OPEN)
