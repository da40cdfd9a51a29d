"""Changes to a file with secrets: one at a time, written as a whole or not at all."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

import orjson
from pydantic import BaseModel, SecretStr

from tidings.private.reading import TOO_OPEN, PrivateFileError

# Whoever holds the lock writes one small file.
LOCK_WITHIN_S: Final = 10.0
LOCK_EVERY_S: Final = 0.05
Entry = TypeVar("Entry")


@contextmanager
def change_entries(
    path: Path,
    read: Callable[[Path], Sequence[Entry]],
    build: Callable[[Sequence[Entry]], BaseModel],
) -> Iterator[list[Entry]]:
    """Give the entries to change, none where there is no file yet, and write them at the end.

    Nobody else changes them meanwhile, and nothing is written when the context ends with an error
    or with what was there before. Raises PrivateFileError, and what ``build`` raises for entries
    that do not fit together.
    """
    path = path.resolve()
    with _locked(path.parent):
        is_new = not path.exists()
        entries = [] if is_new else list(read(path))
        before = list(entries)
        yield entries
        if entries == before and not is_new:
            return
        content = _encode(build(entries))
        try:
            _write(path, content)
        except OSError as error:
            raise PrivateFileError(f"{path}: {error.strerror}") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock on the folder: the file itself is replaced, and so cannot carry one."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise PrivateFileError(f"{folder}: {error.strerror}") from error
    try:
        give_up_at = time.monotonic() + LOCK_WITHIN_S
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up_at:
                    raise PrivateFileError(f"{folder}: another command keeps it locked") from None
                time.sleep(LOCK_EVERY_S)
        yield
    finally:
        os.close(opened)


def _encode(content: BaseModel) -> bytes:
    def reveal(value: object) -> str:
        if isinstance(value, SecretStr):
            return value.get_secret_value()
        raise TypeError(type(value).__name__)

    return orjson.dumps(content.model_dump(), default=reveal, option=orjson.OPT_INDENT_2) + b"\n"


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
