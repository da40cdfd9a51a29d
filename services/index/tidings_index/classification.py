"""What an answer of Elasticsearch means for an item or a request. Pure, one row per class."""

from __future__ import annotations

from typing import Final

from tidings.outcome import Ok, Outcome, Reject, Retry, Split, Stop

# Done with; 409 says that the index has a later revision already.
DONE: Final = {200: "indexed", 201: "indexed", 409: "stale"}
# Overload or a node that is away: the same request can succeed in a moment.
BUSY: Final = frozenset((429, 502, 503, 504))
# Credentials, a block, or a missing index: an operator mends it. The articles are safe on the
# topic, so the stage waits and commits nothing instead of rejecting each of them.
BLOCKED: Final = frozenset((401, 403, 404))
# The same for answers that hide behind 400: nothing is wrong with the article.
BLOCKED_ERRORS: Final = frozenset(("cluster_block_exception", "index_closed_exception"))
# It has a type that also stands for much else, so the words have to tell. They are asked only with
# this type: the reason of other errors can quote an article.
NO_WRITE_INDEX: Final = ("illegal_argument_exception", "no write index is defined")
TOO_LARGE: Final = 413
BAD_REQUEST: Final = 400


def classify_item(status: int, error_type: str | None = None, detail: str = "") -> Outcome:
    """Return what becomes of one item of a bulk answer; ``error_type`` and ``detail`` are its own.

    Stop is for what is on no list: to guess would be to lose an article or to hang on it.
    """
    outcome: Outcome = Stop(f"unknown answer {status} to a bulk item ({error_type})")
    if status in DONE:
        outcome = Ok(DONE[status])
    elif status == TOO_LARGE:
        outcome = Split("too_large")
    elif status in BUSY:
        outcome = Retry("busy")
    elif (
        status in BLOCKED or error_type in BLOCKED_ERRORS or _lacks_write_index(error_type, detail)
    ):
        outcome = Retry("blocked")
    elif status == BAD_REQUEST:
        outcome = Reject("mapping", f"{error_type}: {detail}")
    return outcome


def classify_request(status: int | None, error_type: str | None = None) -> Outcome:
    """Return what becomes of a bulk request that failed as a whole; None: no answer came.

    A request is never rejected, for its items may be good. A 5xx is the other side's trouble; any
    other answer that is on no list is a fault of ours.
    """
    if status is None:
        return Retry("unreachable")
    outcome = classify_item(status, error_type)
    if isinstance(outcome, Split | Retry):
        return outcome
    if 500 <= status < 600:
        return Retry("busy")
    return Stop(f"the bulk request was answered {status} ({error_type})")


def _lacks_write_index(error_type: str | None, detail: str) -> bool:
    expected_type, words = NO_WRITE_INDEX
    return error_type == expected_type and words in detail
