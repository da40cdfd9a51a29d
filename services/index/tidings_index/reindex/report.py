"""What a migration came to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.patient_writer import Refused
from tidings_index.reindex.verification import Lack

# Of a mapping that does not fit, the first ones say enough.
MOST_REFUSED: Final = 1_000
MOST_NAMED: Final = 5
MOST_REASON_CHARACTERS: Final = 200


@dataclass
class Report:
    """Counts of documents and messages, and what is wrong with the new index.

    ``copied`` documents of the old index and ``read`` messages of the topic went into the new one;
    ``unreadable`` messages are none of this version's. The two counts of documents are of the
    moment of the swap.
    """

    new: str
    old: str
    copied: int = 0
    read: int = 0
    unreadable: int = 0
    old_documents: int = 0
    documents: int = 0
    refused: dict[str, Refused] = field(default_factory=dict)

    def note_refused(self, refused: Iterable[Refused]) -> None:
        """Remember what the new index does not take; raises ReindexError for too many."""
        for each in refused:
            self.refused[each.id] = each
            if len(self.refused) > MOST_REFUSED:
                raise ReindexError(
                    f"{self.new} refuses more than {MOST_REFUSED} documents, the last one with "
                    f"{_tell_refusal(each)}"
                )

    def describe_lacks(self, lacks: Iterable[Lack]) -> str | None:
        """Return how many documents are missing or older, and the first ones; None without any."""
        counts = {"missing": 0, "older": 0}
        named: list[str] = []
        for each in lacks:
            counts[each.how] += 1
            if len(named) < MOST_NAMED:
                refusal = self.refused.get(each.id)
                why = f" ({_tell_refusal(refusal)})" if refusal else ""
                named.append(f"{each.id}{why}")
        if not named:
            return None
        return (
            f"{self.new} lacks {counts['missing']} documents of {self.old} and has "
            f"{counts['older']} older: {', '.join(named)}"
        )

    def describe(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "index": self.new,
            "replaced": self.old,
            "copied": self.copied,
            "read": self.read,
            "unreadable": self.unreadable,
            "refused": len(self.refused),
            "documents": self.documents,
            "old_documents": self.old_documents,
        }


def _tell_refusal(refused: Refused) -> str:
    return f"{refused.reject.reason}: {refused.reject.detail}"[:MOST_REASON_CHARACTERS]
