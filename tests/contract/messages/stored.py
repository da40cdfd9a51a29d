"""Messages kept in files as they stood on their topics: a folder for each change, in order.

Nothing in these folders is ever changed or removed. A topic, and a replay of its dead letters, may
bring any of them back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Stored:
    """What Kafka keeps of a message: all of it is UTF-8, also of what is no JSON."""

    topic: str
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()

    def to_text(self) -> str:
        """Return the content of its file."""
        told = {
            "topic": self.topic,
            "key": None if self.key is None else self.key.decode(),
            "headers": [[name, value.decode()] for name, value in self.headers],
            "value": self.value.decode(),
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    @property
    def fields(self) -> dict[str, Any]:
        """The value's JSON; empty for what is none."""
        try:
            found = json.loads(self.value)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def read_stored(path: Path) -> Stored:
    """Return the message of a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    key = told["key"]
    headers = tuple((name, value.encode()) for name, value in told["headers"])
    return Stored(
        told["topic"], None if key is None else key.encode(), told["value"].encode(), headers
    )


def list_files(name: str = "*") -> list[Path]:
    """Return the files of one name, or all, the oldest first."""
    return sorted(FOLDER.glob(f"[0-9]*/{name}.json"))


def find_newest() -> dict[str, Stored]:
    """Return the newest message of each name."""
    return {path.stem: read_stored(path) for path in list_files()}
