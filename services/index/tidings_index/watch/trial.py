"""One post to a receiver to see what it says, outside of the road."""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, assert_never

from tidings_index.watch.answers import Delivered, Failed, Gone, Verdict
from tidings_index.watch.cli_index import find_sample
from tidings_index.watch.entry import Watch
from tidings_index.watch.payload import build_payload
from tidings_index.watch.post import Poster

# The id differs each time, so that a receiver which remembers ids takes every one.
NAME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether the receiver has taken it, what it said, and how its answer begins."""

    is_taken: bool
    detail: str
    answer: str


def try_receiver(watch: Watch, data_dir: Path | None) -> Trial:
    """Post the best match, or a made-up article, marked as a test."""
    hit = find_sample(watch.question, data_dir)
    body = build_payload(watch, hit, datetime.now(UTC), is_test=True)
    name = f"msg_test{secrets.token_hex(NAME_BYTES)}"
    with closing(Poster(lambda: datetime.now(UTC))) as poster:
        posted = poster.post(watch, name, body, shows=True)
    answer = posted.beginning.decode("utf-8", "replace")
    return Trial(isinstance(posted.verdict, Delivered), _describe(posted.verdict), answer)


def _describe(verdict: Verdict) -> str:
    match verdict:
        case Delivered(status):
            return f"HTTP status {status}"
        case Failed(_, detail):
            return detail
        case Gone():
            return "HTTP status 410, which ends the watch"
        case _:
            assert_never(verdict)
