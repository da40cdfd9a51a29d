"""Documents that were not written while a later one under the same id was. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.outcome import Ok, Outcome, Retry
from tidings_index.documents import Document


def settle_overtaken(documents: Sequence[Document], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes; what would be retried, and has been overtaken, is known to be stale.

    Elasticsearch takes an equal revision again, so that a repeat is harmless. Written after all,
    the earlier of two texts with one revision would replace the later.
    """
    written: dict[str, int] = {}
    settled: list[Outcome] = []
    for document, outcome in zip(reversed(documents), reversed(outcomes), strict=True):
        overtaken_by = written.get(document.id, -1)
        if isinstance(outcome, Retry) and overtaken_by >= document.revision:
            settled.append(Ok("stale"))
            continue
        if isinstance(outcome, Ok):
            written[document.id] = max(overtaken_by, document.revision)
        settled.append(outcome)
    return settled[::-1]
