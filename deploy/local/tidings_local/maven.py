"""Fetch files from the Maven repositories that jgo is configured for, the public one by default."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests
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
        # Not from the user's own Maven folder: what is fetched is moved to where it is kept.
        local_repos=[],
        remote_repos={"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories},
        timeout=DOWNLOAD_TIMEOUT_S,
    )


def download_jar(jar: Jar, folder: Path, count_bytes: CountBytes) -> Path:
    """Fetch ``jar`` below ``folder`` and return the file, which may be cut off or wrong.

    Raises OSError with a line for the user, or RuntimeError when no repository has it.
    """
    context = connect_maven(folder, count_bytes)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    try:
        return Path(component.artifact().resolve())
    except requests.RequestException as error:
        raise OSError(describe_failure(error)) from error


def describe_failure(error: requests.RequestException) -> str:
    """Return what went wrong on the way, without the insides of the HTTP library."""
    url = str(error.request.url) if error.request is not None else ""
    host = urlsplit(url).hostname or "the repository"
    match error:
        case requests.exceptions.ProxyError():
            return f"the proxy set for {host} (HTTPS_PROXY) does not answer or refuses"
        case requests.exceptions.SSLError():
            return f"the certificate of {host} is not trusted (a proxy's own: REQUESTS_CA_BUNDLE)"
        case requests.exceptions.Timeout():
            return f"{host} did not answer within {DOWNLOAD_TIMEOUT_S} s"
        case requests.exceptions.ConnectionError():
            return f"no connection to {host}; is this machine online, or behind a proxy?"
        case _:
            return f"the download from {host} broke off"
