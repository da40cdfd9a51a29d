"""The models, for ``tidings doctor``."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.doctor.finding import Finding, Place
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError, read_manifest


def examine_models(place: Place) -> Iterable[Finding]:  # noqa: ARG001 - alike in every room
    """Give whether the models of this version are built."""
    folder = find_models_dir()
    try:
        read_manifest(folder)
    except ModelsMissingError as error:
        yield Finding(
            "models", "error", str(error), f"those of this version in {folder}", "make setup"
        )
    else:
        yield Finding("models", "ok", f"built, in {folder}")
