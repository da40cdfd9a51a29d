"""What the folder of the models holds: the packages it was built from, the sum of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tidings_enrich.models.sources import Package, read_pins

# Counts up whenever the same packages would be built into other files.
BUILDER: Final = 1
MANIFEST: Final = "manifest.json"


class ModelsMissingError(Exception):
    """The models are absent, damaged or of another version; the message says how to build them."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file beside the manifest: its length in bytes and its sum."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of ``manifest.json``; ``labels`` are in the order of each network's outputs."""

    builder: int
    packages: Mapping[str, Package]
    labels: Mapping[str, tuple[str, ...]]
    files: Mapping[str, BuiltFile]


def write_manifest(folder: Path, labels: Mapping[str, tuple[str, ...]]) -> None:
    """Describe every file of ``folder``, built from the packages that are pinned now."""
    files = {each.name: describe_file(each) for each in sorted(folder.iterdir())}
    manifest = Manifest(BUILDER, read_pins(), labels, files)
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest when it is of this version and every file has its length.

    Raises ModelsMissingError.
    """
    try:
        manifest = _parse((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise _missing(folder, f"no {MANIFEST}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _missing(folder, f"{MANIFEST} cannot be read") from error
    if manifest.builder != BUILDER or manifest.packages != read_pins():
        raise _missing(folder, "they are of another version")
    for name, file in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != file.size:
            raise _missing(folder, f"{name} is absent or cut off")
    return manifest


def verify_file(folder: Path, name: str, manifest: Manifest) -> Path:
    """Return the path of the file ``name``, its sum checked; raises ModelsMissingError."""
    path = folder / name
    try:
        right = describe_file(path) == manifest.files[name]
    except (OSError, KeyError) as error:
        raise _missing(folder, f"{name} is absent") from error
    if not right:
        raise _missing(folder, f"{name} is damaged")
    return path


def describe_file(path: Path) -> BuiltFile:
    """Return length and sum of the file at ``path``; raises OSError."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return BuiltFile(path.stat().st_size, digest.hexdigest())


def _parse(text: bytes) -> Manifest:
    content = json.loads(text)
    return Manifest(
        content["builder"],
        {name: Package(**each) for name, each in content["packages"].items()},
        {name: tuple(each) for name, each in content["labels"].items()},
        {name: BuiltFile(**each) for name, each in content["files"].items()},
    )


def _missing(folder: Path, reason: str) -> ModelsMissingError:
    return ModelsMissingError(
        f"the models of the enrich stage are not usable in {folder}: {reason}; build them with "
        "`make setup` or `python -m tidings_enrich.models.build`"
    )
