"""What a start of ``tidings reindex`` or ``retag`` has to do, from what there is. Pure."""

from __future__ import annotations

from typing import Final

from tidings_index.reindex.build import Build, Filling
from tidings_index.reindex.landscape import FoundIndex, Landscape, ReindexError

DISCARD: Final = "`tidings reindex --discard` deletes it"
RESTORE: Final = "`tidings restore` goes on with it"
ADOPT: Final = "`tidings reindex --adopt` puts it in the place of the present one"


def choose_filling(*, from_topic: bool, from_index: bool) -> Filling | None:
    """Return how the options say that the new index is filled; None when they say nothing."""
    if from_topic:
        return "index and topic" if from_index else "topic"
    return "index" if from_index else None


def find_unfinished(
    landscape: Landscape, filling: Filling | None, version: int
) -> tuple[FoundIndex, Build] | None:
    """Return the new index to go on with, None when there is none to go on with.

    ``filling`` is what was asked for, ``version`` the mapping's that this code writes. Raises
    ReindexError for a new index that is not what is asked for.
    """
    if landscape.live.version > version:
        raise ReindexError(
            f"index {landscape.live.name} has schema version {landscape.live.version}, this "
            f"version of Tidings writes {version}: start a newer version of Tidings"
        )
    if landscape.next is None:
        return None
    build = _check_build(landscape, landscape.next, version)
    name = landscape.next.name
    if build.is_shadow() and filling != "index and tagger":
        raise ReindexError(f"{name} is a shadow index of tidings retag: {ADOPT}, {DISCARD}")
    if build.is_restored() and filling != "snapshot":
        raise ReindexError(f"{name} is being restored: {RESTORE}, {DISCARD}")
    if build.is_tagged:
        raise ReindexError(f"the shadow index {name} is complete: {ADOPT}, {DISCARD}")
    if filling not in {None, build.filling}:
        raise ReindexError(
            f"{name} was begun from the {build.filling}: go on with that, or {DISCARD}"
        )
    return landscape.next, build


def find_shadow(landscape: Landscape, version: int) -> tuple[FoundIndex, Build]:
    """Return the shadow index to adopt; raises ReindexError where there is no complete one."""
    if landscape.next is None:
        raise ReindexError("there is no shadow index; `tidings retag --shadow` builds one")
    build = _check_build(landscape, landscape.next, version)
    if not build.is_tagged:
        again = "retag --shadow" if build.is_shadow() else "reindex"
        raise ReindexError(f"{landscape.next.name} is not complete; `tidings {again}` goes on")
    return landscape.next, build


def _check_build(landscape: Landscape, found: FoundIndex, version: int) -> Build:
    build = found.build
    if build is None:
        raise ReindexError(f"{found.name} does not say how far it is: {DISCARD}")
    if build.source != landscape.live.name:
        raise ReindexError(
            f"{found.name} was begun for {build.source}, and {landscape.live.name} is in its place "
            f"now: {DISCARD}"
        )
    if found.version != version:
        raise ReindexError(
            f"{found.name} has schema version {found.version}, this version of Tidings writes "
            f"{version}: {DISCARD}"
        )
    return build
