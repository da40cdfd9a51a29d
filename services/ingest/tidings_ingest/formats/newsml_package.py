"""The order that NewsML-G2 packages give to the items of a message. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def order_items(
    items: Sequence[Element], packages: Sequence[Element]
) -> tuple[list[Element], list[str]]:
    """Return ``items`` as the packages refer to them, the others after them; and what is missing.

    An item that is there twice under one guid stays twice: it may be two versions.
    """
    by_guid: dict[str, list[Element]] = {}
    for item in items:
        by_guid.setdefault(item.get("guid", ""), []).append(item)
    inner = {each.get("guid", "") for each in packages}
    wanted = dict.fromkeys(ref for package in packages for ref in _list_references(package))
    missing = [ref for ref in wanted if ref not in by_guid and ref not in inner]
    first = [item for ref in wanted for item in by_guid.pop(ref, ())]
    return first + [item for rest in by_guid.values() for item in rest], missing


def _list_references(package: Element) -> Iterator[str]:
    """Yield the items that groups refer to, from the root group on, each group once."""
    for group_set in package.iterfind("groupSet"):
        groups = {each.get("id", ""): each for each in group_set.iterfind("group")}
        yield from _walk(groups, [*reversed(list(groups)), group_set.get("root", "")])


def _walk(groups: dict[str, Element], waiting: list[str]) -> Iterator[str]:
    while waiting:
        group = groups.pop(waiting.pop(), None)
        if group is None:
            continue
        inside: list[str] = []
        for ref in group:
            if ref.tag == "itemRef":
                yield ref.get("residref", ref.get("href", ""))
            elif ref.tag == "groupRef":
                inside.append(ref.get("idref", ""))
        waiting.extend(reversed(inside))
