"""Bring the embedded servers onto this machine: fetch the jars, compile what is ours, record.

    python -m tidings_local.setup

Nothing is downloaded or compiled twice; with everything there it only verifies, in a moment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from tidings.endpoints import default_cache_dir
from tidings_local.disk_space import MB, DiskSpaceError, check_free_space
from tidings_local.jar_cache import FetchError, JarCache
from tidings_local.jar_lock import Jar, read_lock
from tidings_local.node_code import CompileError, NodeCode
from tidings_local.recording import record_servers

INTERRUPTED = "interrupted; what was fetched stays, run the same command to go on"
SETUP_ERRORS = (DiskSpaceError, FetchError, CompileError, OSError)


def set_up_servers(cache_dir: Path, console: Console) -> None:
    """Make ``cache_dir`` hold every jar of the lock file and the compiled code of the node.

    Two processes may call it at once; the second waits. Raises one of SETUP_ERRORS.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    with _hold_cache(cache_dir, console):
        sets = read_lock()
        cache = JarCache(cache_dir)
        missing = cache.find_missing(jar for each in sets.values() for jar in each.jars)
        if missing:
            _fetch(cache, missing, cache_dir, console)
        code = NodeCode(cache_dir, sets, cache)
        if not code.jar.exists():
            with console.status("Compiling the analysis of the Elasticsearch node"):
                code.compile()
        record_servers(cache_dir, console)


@contextmanager
def _hold_cache(cache_dir: Path, console: Console) -> Iterator[None]:
    lock = FileLock(cache_dir / "setup.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        with console.status(f"Waiting for another set-up of {cache_dir}"):
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _fetch(cache: JarCache, missing: list[Jar], cache_dir: Path, console: Console) -> None:
    from tidings_local.maven import download_jar  # noqa: PLC0415 - takes 0.4 s, rarely needed

    size = sum(jar.size for jar in missing)
    # Each file is whole in the cache before the next takes its place. What is recorded afterwards
    # takes 185 MB, the servers that it is recorded of 100 MB meanwhile.
    check_free_space(cache_dir, size + 300 * MB)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(f"Kafka and Elasticsearch, {len(missing)} files", total=size)
        cache.fetch(missing, download_jar, lambda count: progress.advance(task, count))


def main() -> None:
    """Set up, or say on standard error why not and exit with 1."""
    try:
        set_up_servers(default_cache_dir(), Console(stderr=True))
    except SETUP_ERRORS as error:
        sys.exit(f"tidings: {error}")
    except KeyboardInterrupt:
        sys.exit(f"tidings: {INTERRUPTED}")


if __name__ == "__main__":
    main()
