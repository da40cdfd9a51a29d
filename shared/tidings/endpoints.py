"""Where the running stack is: from the environment, else from the file of ``tidings up``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

STACK_FILE = "stack.json"


class StackNotFoundError(Exception):
    """No stack runs where one was looked for; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses a command needs: two URLs, and the broker as host:port."""

    ingest_url: str
    elasticsearch_url: str
    kafka: str


def default_data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return ``TIDINGS_DATA_DIR``, else the folder for user data of this system."""
    named = environ.get("TIDINGS_DATA_DIR")
    return Path(named).resolve() if named else Path(platformdirs.user_data_dir("tidings"))


def default_cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return ``TIDINGS_CACHE_DIR``, else the folder for caches of this system (jars, models)."""
    named = environ.get("TIDINGS_CACHE_DIR")
    return Path(named).resolve() if named else Path(platformdirs.user_cache_dir("tidings"))


def find_endpoints(data_dir: Path | None, environ: Mapping[str, str] = os.environ) -> Endpoints:
    """Return where the stack is.

    ``TIDINGS_INGEST_URL``, ``TIDINGS_ELASTICSEARCH_URL`` and ``TIDINGS_KAFKA_BOOTSTRAP_SERVERS``
    win over the stack file of ``data_dir``. Raises StackNotFoundError when neither names a stack.
    """
    found = _read_stack_file(data_dir or default_data_dir(environ))
    named = {
        "ingest_url": environ.get("TIDINGS_INGEST_URL"),
        "elasticsearch_url": environ.get("TIDINGS_ELASTICSEARCH_URL"),
        "kafka": environ.get("TIDINGS_KAFKA_BOOTSTRAP_SERVERS"),
    }
    merged = {key: value or found.get(key) for key, value in named.items()}
    if not any(merged.values()):
        where = data_dir or default_data_dir(environ)
        raise StackNotFoundError(
            f"no running stack in {where}; start one with `tidings up`, name its folder with "
            "--data-dir, or set TIDINGS_INGEST_URL and TIDINGS_ELASTICSEARCH_URL"
        )
    return Endpoints(
        ingest_url=merged["ingest_url"] or "http://127.0.0.1:8080",
        elasticsearch_url=merged["elasticsearch_url"] or "http://127.0.0.1:9200",
        kafka=merged["kafka"] or "127.0.0.1:9092",
    )


def find_metrics_urls(
    data_dir: Path | None, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return where each stage of the stack shows its metrics, by its name; empty without a stack.

    Raises StackNotFoundError for a stack file that cannot be read.
    """

    def read(stack: Any) -> dict[str, str]:  # noqa: ANN401 - whatever stands in the file
        found = stack.get("processes", ())
        return {each["name"]: each["metrics_url"] for each in found if each.get("metrics_url")}

    return _read(data_dir or default_data_dir(environ), read)


def _read_stack_file(data_dir: Path) -> dict[str, str]:
    return _read(
        data_dir, lambda stack: {key: str(value) for key, value in stack["endpoints"].items()}
    )


def _read(data_dir: Path, choose: Callable[[Any], dict[str, str]]) -> dict[str, str]:
    path = data_dir / STACK_FILE
    try:
        return choose(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise StackNotFoundError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StackNotFoundError(f"{path} is damaged: {error!r}") from error
