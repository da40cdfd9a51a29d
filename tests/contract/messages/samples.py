"""One message of each kind as today's code writes it, with every field and word that there can be.

Whoever adds a field gives it a value here. ``contract.messages.record`` says what comes then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from contract.messages.article_samples import ID, NOW, RAW_ARTICLE, TAGGED, WITHDRAWN
from contract.messages.stored import Stored

from tidings.article import Article
from tidings.dead_letter import EDITED_FROM, TRIES, DeadLetter, Position, write_dead_letter
from tidings.dlq.markers import write_marker
from tidings.feeds.record import FeedDay, Reason
from tidings.model import Message
from tidings.outcome import Reject
from tidings.tags import TaggedArticle, Tags
from tidings.topics import (
    EMBARGOED,
    ENRICHED,
    ENRICHED_DLQ,
    FEED_ACTIVITY,
    RAW,
    RAW_DLQ,
    STORIES,
    WATCH_DELIVERIES,
    WATCH_DLQ,
)
from tidings_enrich.stories.record import StoryRecord
from tidings_enrich.stories.sketch import sketch_text
from tidings_index.watch.delivery import Ended, Offer, name_delivery, write_end_key, write_key
from tidings_ingest.embargo.release_time import write_hold

# What a file holds, by the part of its name before the hyphen; the others are letters of no model.
MODELS: Final[Mapping[str, type[Message]]] = {
    "raw": Article,
    "embargoed": Article,
    "enriched": TaggedArticle,
    "activity": FeedDay,
    "story": StoryRecord,
    "offer": Offer,
    "end": Ended,
}
KEY: Final = ID.encode("ascii")
DELIVERY: Final = name_delivery("0011223344556677", ID)
CUT_OFF: Final = RAW_ARTICLE.to_bytes()[:100]
# How often it was replayed, and from which letter it was edited; both stay on it.
LASTING: Final = ((TRIES, b"1"), (EDITED_FROM, b"articles.raw.dlq:0:3"))

ACTIVITY: Final = FeedDay(
    source=RAW_ARTICLE.source,
    feed=RAW_ARTICLE.feed,
    run="5f0c",
    day=NOW.date(),
    pushes=7,
    refused=1,
    accepted=4,
    unchanged=1,
    held=1,
    rejected=2,
    hours=0b1010,
    last_push=NOW,
    newest_published_at=NOW - timedelta(hours=1),
    reasons=(Reason(where="headline", count=2, sample="headline: is empty", last_at=NOW),),
)
SKETCH: Final = sketch_text(RAW_ARTICLE.body * 20)
STORY: Final = StoryRecord(
    revision=RAW_ARTICLE.revision,
    story_id="b" * 32,
    near_duplicate_of="c" * 32,
    seen=41,
    sketch=SKETCH and SKETCH.to_text(),
)
OFFER: Final = Offer(
    watch="0011223344556677",
    watch_name="Bridges",
    article=ID,
    source=RAW_ARTICLE.source,
    headline=RAW_ARTICLE.headline,
    partition=2,
    offered_at=NOW,
    due_at=NOW + timedelta(seconds=5),
    tries=1,
    body='{"type":"article.matched"}',
)
ENDS: Final = tuple(Ended(end=each, at=NOW) for each in ("delivered", "dead_letter", "dropped"))


def write_samples() -> dict[str, Stored]:
    """Return the messages by the name of their file."""
    return {
        "raw": Stored(RAW.name, KEY, RAW_ARTICLE.to_bytes()),
        "raw-withdrawn": Stored(RAW.name, KEY, WITHDRAWN.to_bytes()),
        "embargoed": Stored(
            EMBARGOED.name,
            KEY,
            RAW_ARTICLE.to_bytes(),
            tuple(write_hold(NOW + timedelta(days=1), RAW_ARTICLE.revision)),
        ),
        "enriched": Stored(ENRICHED.name, KEY, TAGGED.to_bytes()),
        "enriched-withdrawn": Stored(
            ENRICHED.name,
            KEY,
            TaggedArticle(article=WITHDRAWN, tags=Tags(), enriched_at=NOW).to_bytes(),
        ),
        "letter-enrich": _bury("enrich", RAW_DLQ.name, CUT_OFF, ("undecodable", "no JSON")),
        "letter-index": _bury("index", ENRICHED_DLQ.name, TAGGED.to_bytes(), ("mapping", "400")),
        "letter-watch": _bury("watch", WATCH_DLQ.name, OFFER.to_bytes(), ("undeliverable", "503")),
        "marker": Stored(RAW_DLQ.name, None, b"", write_marker("replayed", [3, 4, 5, 12])),
        "activity": Stored(FEED_ACTIVITY.name, ACTIVITY.key(), ACTIVITY.to_bytes()),
        "story": Stored(STORIES.name, KEY, STORY.to_bytes()),
        "offer": Stored(WATCH_DELIVERIES.name, write_key(DELIVERY), OFFER.to_bytes()),
        **{
            f"end-{each.end}": Stored(
                WATCH_DELIVERIES.name, write_end_key(DELIVERY), each.to_bytes()
            )
            for each in ENDS
        },
    }


def _bury(stage: str, topic: str, value: bytes, why: tuple[str, str]) -> Stored:
    letter: DeadLetter = write_dead_letter(
        stage,
        Reject(*why),
        Position(topic.removesuffix(".dlq"), 2, 17),
        key=KEY,
        value=value,
        failed_at=NOW,
        headers=LASTING,
    )
    return Stored(topic, letter.key, letter.value, letter.headers)
