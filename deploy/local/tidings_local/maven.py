"""Fetch files from the Maven repositories that jgo is configured for, the public one by default."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext, PythonResolver

from tidings_local.jar_lock import Jar

# The repository answers within a second; 60 s between two chunks leaves room for a bad line.
DOWNLOAD_TIMEOUT_S = 60
# One connection gives a few MB/s; eight fill a usual line without a refusal (429).
PARALLEL_DOWNLOADS = 8

CountBytes = Callable[[int], None]


def connect_maven(folder: Path, count_bytes: CountBytes | None = None) -> MavenContext:
    """Return a context that downloads into ``folder``; repositories in jgo's own file win."""

    @contextmanager
    def follow(_name: str, _total: int) -> Iterator[CountBytes]:
        yield count_bytes or (lambda _: None)

    # jgo warns of a wrong checksum and goes on; here the lock file's checksum decides.
    logging.getLogger("jgo").setLevel(logging.ERROR)
    return MavenContext(
        resolver=PythonResolver(progress_callback=follow),
        repo_cache=folder,
        remote_repos={"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories},
        timeout=DOWNLOAD_TIMEOUT_S,
    )


def download_jar(jar: Jar, folder: Path, count_bytes: CountBytes) -> Path:
    """Fetch ``jar`` below ``folder`` and return the file, which may be cut off or wrong.

    Raises OSError (requests' errors are such) or RuntimeError when no repository gives it.
    """
    context = connect_maven(folder, count_bytes)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    return Path(component.artifact().resolve())
