"""A build backend that packs a source distribution as it is and runs nothing of it.

uv downloads a source distribution, checks its hash, and asks a build backend for a wheel. The
packages of the taggers' weights name none, so uv asks setuptools, which would run their
``setup.py``: old code that needs frameworks we do without. ``fetching`` puts this file in the place
of ``setuptools/build_meta.py``. It must import nothing beyond the standard library.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path


def get_requires_for_build_wheel(_settings: object = None) -> list[str]:
    """Return nothing: no package takes part in the packing."""
    return []


def build_wheel(
    wheel_directory: str, _settings: object = None, _metadata_directory: object = None
) -> str:
    """Pack the working folder into a wheel below ``<name>/``; return the name of the wheel."""
    name, version = read_name(Path("PKG-INFO").read_text(encoding="utf-8"))
    info = f"{name}-{version}.dist-info"
    wheel = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory, wheel), "w") as archive:
        for path in sorted(each for each in Path().rglob("*") if each.is_file()):
            archive.write(path, Path(name, path))
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: tidings\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(f"{info}/RECORD", "")
    return wheel


def read_name(metadata: str) -> tuple[str, str]:
    """Return the name, in lower case, and the version that a PKG-INFO file gives."""
    lines = dict(line.split(": ", 1) for line in metadata.splitlines()[:10] if ": " in line)
    return lines["Name"].lower(), lines["Version"]


# What a backend is called for packages without a pyproject.toml: setuptools.build_meta:__legacy__.
__legacy__ = sys.modules[__name__]
