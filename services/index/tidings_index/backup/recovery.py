"""Wait until Elasticsearch has taken indices out of a snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from elasticsearch import Elasticsearch

from tidings.bars import BeginBar
from tidings_index.backup.note import BackupError

LOOK_EVERY_S: Final = 0.5
# A node writes megabytes a second, and tries a shard five times at once when it fails. Where
# nothing comes for so long, no node takes it.
STALLED_AFTER_S: Final = 120.0


def await_restored(
    client: Elasticsearch,
    names: Sequence[str],
    begin_bar: BeginBar,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Return when each index answers; raises BackupError when nothing comes any more."""
    advance = begin_bar("restoring", None)
    size = done = 0
    give_up = clock() + STALLED_AFTER_S
    while not _answers(client, names):
        total, recovered = _measure(client, names)
        # The files of an index are known once its recovery has begun.
        if total > size:
            advance, size = begin_bar("restoring", total), total
            advance(done)
        if recovered > done:
            advance(recovered - done)
            done, give_up = recovered, clock() + STALLED_AFTER_S
        if clock() > give_up:
            raise BackupError(
                f"nothing was restored for {STALLED_AFTER_S:.0f} s, {done:,} of {size:,} bytes "
                "are there; the log of Elasticsearch says why, and its disk may be full"
            )
        sleep(LOOK_EVERY_S)


def measure_room(client: Elasticsearch) -> int:
    """Return how many bytes the nodes that hold data have free."""
    answer = client.nodes.stats(node_id="data:true", metric=["fs"])
    return sum(each["fs"]["total"]["available_in_bytes"] for each in answer["nodes"].values())


def _answers(client: Elasticsearch, names: Sequence[str]) -> bool:
    health = client.cluster.health(index=list(names))
    return str(health["status"]) in {"yellow", "green"}


def _measure(client: Elasticsearch, names: Sequence[str]) -> tuple[int, int]:
    answer = client.indices.recovery(index=list(names))
    sizes = [
        shard["index"]["size"]
        for each in answer.values()
        for shard in each["shards"]
        if shard["type"] == "SNAPSHOT"
    ]
    return (
        sum(each["total_in_bytes"] for each in sizes),
        sum(each["recovered_in_bytes"] for each in sizes),
    )
