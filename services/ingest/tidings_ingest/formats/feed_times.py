"""The times of a feed's items. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tidings_ingest.formats.drafting import Remarks
from tidings_ingest.formats.moments import read_moment
from tidings_ingest.formats.xml_names import get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UNREADABLE_TIME: Final = "with a time that could not be read, it was left out"


def find_moment(item: Element, paths: Iterable[str], remarks: Remarks) -> datetime | None:
    """Return the first time at one of ``paths``; one that cannot be read is remarked on."""
    for path in paths:
        if text := get_text(item.find(path)):
            moment = read_moment(text)
            if moment is not None:
                return moment
            remarks[UNREADABLE_TIME] += 1
    return None
