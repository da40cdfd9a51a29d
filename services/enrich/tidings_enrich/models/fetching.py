"""The files of the packages in ``sources.txt``, through uv from the registry it is set up for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tidings_enrich.models import repacking
from tidings_enrich.models.sources import SOURCES

# 194 MB at 0.1 MB/s take 1,940 s; uv itself gives up on a line that is silent for 30 s.
FETCH_WITHIN_S = 2200.0


class FetchError(Exception):
    """The packages could not be fetched; the message says what uv said."""


def fetch_sources(folder: Path) -> Path:
    """Return a new folder below ``folder`` with one folder a package, named as the package.

    uv refuses files whose hash is not the one in ``sources.txt``. The cache is one of our own,
    because a wheel that ``repacking`` made must not serve somebody who installs the package.
    Raises FetchError.
    """
    backend = folder / "backend" / "setuptools"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    shutil.copy(repacking.__file__, backend / "build_meta.py")
    target = folder / "sources"
    command = [
        _find_uv(),
        *("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes"),
        *("--python", sys.executable, "--target", str(target)),
        *("--cache-dir", str(folder / "uv"), "--requirement", str(SOURCES)),
    ]
    environment = {**os.environ, "PYTHONPATH": str(backend.parent)}
    try:
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=FETCH_WITHIN_S,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"the packages did not come within {FETCH_WITHIN_S:.0f} s") from error
    if done.returncode:
        raise FetchError(f"uv could not fetch the packages: {_shorten(done.stderr)}")
    return target


def _find_uv() -> str:
    try:
        from uv import find_uv_bin  # noqa: PLC0415 - in no environment but that of set-up

        return str(find_uv_bin())
    except (ImportError, FileNotFoundError) as error:
        raise FetchError("uv is not installed; `make setup` installs it") from error


def _shorten(said: str) -> str:
    """Return the last lines of ``said`` in one, without what may be a password in an address."""
    plain = re.sub(r"//[^/@\s]+@", "//", said)
    return " ".join(plain.split())[-600:]
