"""The topics and their settings, as data; ``tidings.broker`` creates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000
# Six share out evenly over 1, 2, 3 or 6 workers of a stage; TIDINGS_KAFKA_PARTITIONS is for more.
PARTITIONS = 6
# One article of 1 MiB of text, the limit of ingest: as JSON, in which a control character takes six
# bytes, and with its tags it stays far below this. The dead letter is those bytes again.
MAX_MESSAGE_BYTES = 16 * 1024 * 1024
# The broker counts the record batch with the key and the headers. Ours are under 4 KiB (a dead
# letter's detail is at most 2,000 characters); the rest is for headers of other producers.
ENVELOPE_BYTES = 64 * 1024
MOST_VALUE_BYTES = MAX_MESSAGE_BYTES - ENVELOPE_BYTES

# Only closed segments are compacted, and by default one is closed after a week: 100 busy feeds that
# write every 10 s would be 6 million messages by then. An hour of them is 36,000.
COMPACTION = {
    "segment.ms": str(HOUR_MS),
    "max.compaction.lag.ms": str(HOUR_MS),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its name, partitions and how long its messages stay.

    With ``compact`` in the policy only the newest message of each key is kept meanwhile. ``grows``
    tells that workers share its partitions, so that more of them can make it faster.
    """

    name: str
    partitions: int
    retention_ms: int
    cleanup_policy: Literal["delete", "compact,delete"] = "delete"
    grows: bool = False

    def count_partitions(self, wanted: int) -> int:
        """Return how many it is to have where those that workers share have ``wanted``."""
        return wanted if self.grows else self.partitions

    def settings(self, min_insync_replicas: int) -> dict[str, str]:
        """Return the topic-level settings in Kafka's own names."""
        return {
            "cleanup.policy": self.cleanup_policy,
            **(COMPACTION if "compact" in self.cleanup_policy else {}),
            "max.message.bytes": str(MAX_MESSAGE_BYTES),
            # The broker's clock, so that lag in seconds does not depend on a producer's.
            "message.timestamp.type": "LogAppendTime",
            "min.insync.replicas": str(min_insync_replicas),
            "retention.ms": str(self.retention_ms),
        }


# Raw articles outlive a long weekend without anybody looking, and allow a reindex from the topic.
RAW = Topic("articles.raw", PARTITIONS, 7 * DAY_MS, grows=True)
ENRICHED = Topic("articles.enriched", PARTITIONS, 7 * DAY_MS, grows=True)
# Dead letters wait for a person.
RAW_DLQ = Topic("articles.raw.dlq", 1, 30 * DAY_MS)
ENRICHED_DLQ = Topic("articles.enriched.dlq", 1, 30 * DAY_MS)
# Articles under embargo, until they are copied to the raw ones. Editors send weeks ahead, budgets
# and jubilees months. At 2,000 such articles a day of 5 KB each, 90 days are 900 MB.
EMBARGOED = Topic("articles.embargoed", PARTITIONS, 90 * DAY_MS, grows=True)
# What each feed has pushed; see tidings.feeds. One partition: a line a feed and day is little.
FEED_ACTIVITY = Topic("feeds.activity", 1, 30 * DAY_MS, "compact,delete")
# Which story each article of the last week belongs to; a day more than raw articles stay, so that a
# replay finds all of them. One partition: all workers read it in one order. At 100,000 articles of
# 350 bytes that is 35 MB.
STORIES = Topic("stories.articles", 1, 8 * DAY_MS, "compact,delete")
# What is to be posted to whom, and what was; see tidings_index.watch. For a month a correction of
# what was posted is not posted again. One partition: all workers read it in one order. At 1,000
# posts a day of 250 bytes that is 8 MB, and an hour of bodies of 1.5 KB beside it.
WATCH_DELIVERIES = Topic("watches.deliveries", 1, 30 * DAY_MS, "compact,delete")
WATCH_DLQ = Topic("watches.dlq", 1, 30 * DAY_MS)

TOPICS = (
    *(RAW, ENRICHED, RAW_DLQ, ENRICHED_DLQ),
    *(EMBARGOED, FEED_ACTIVITY, STORIES, WATCH_DELIVERIES, WATCH_DLQ),
)

# The consumer groups that take an article on its way; where it is, is told by what they committed.
ENRICH_GROUP = "tidings-enrich"
INDEX_GROUP = "tidings-index"
EMBARGO_GROUP = "tidings-embargo"
# Reads what the index reads, for alerts.
WATCH_GROUP = "tidings-watch"
# Says on a message of EMBARGOED when it goes out: milliseconds since 1970, in decimal digits.
RELEASE_HEADER = "tidings-release-at"
