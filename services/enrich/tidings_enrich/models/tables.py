"""What a tagger needs beside its network: labels, transitions and vocabulary, as one JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one tagger; k is the number of labels.

    ``transitions[a, b]`` is the score of label b after label a (k, k), ``start`` and ``stop`` (k)
    those of the first and the last label. ``vocabulary`` gives the id of a token, ``unknown`` that
    of every other one. ``words`` are what a cutter looks for, ``word_total`` their occurrences
    counted together; a tagger that reads characters has none.
    """

    labels: tuple[str, ...]
    transitions: NDArray[np.float32]
    start: NDArray[np.float32]
    stop: NDArray[np.float32]
    vocabulary: dict[str, int]
    unknown: int
    words: tuple[str, ...] = ()
    word_total: int = 0


def write_tables(path: Path, tables: Tables) -> None:
    """Write ``tables`` to ``path``; read_tables returns the same values."""
    content = {name: getattr(tables, name) for name in Tables.__dataclass_fields__}
    for name in ("transitions", "start", "stop"):
        content[name] = content[name].astype(np.float64)
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY))


def read_tables(path: Path) -> Tables:
    """Return the tables of a file that write_tables wrote."""
    content: dict[str, Any] = orjson.loads(path.read_bytes())
    for name in ("transitions", "start", "stop"):
        content[name] = np.array(content[name], np.float32)
    for name in ("labels", "words"):
        content[name] = tuple(content[name])
    return Tables(**content)
