"""Changes to the keys file: one at a time, written as a whole or not at all."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from tidings.private.change import change_entries
from tidings_ingest.keys.key import Key
from tidings_ingest.keys.key_file import KeyFileContent, read_keys


def change_keys(path: Path) -> AbstractContextManager[list[Key]]:
    """Give the keys to change, none where there is no file yet, and write them at the end.

    Raises PrivateFileError, and ValueError where two keys have the same name or id.
    """
    return change_entries(path, read_keys, lambda keys: KeyFileContent(keys=tuple(keys)))
