"""From what matches to what is to be posted, as messages for the topic of deliveries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from tidings_index.watch.delivery import (
    Ended,
    Offer,
    name_delivery,
    write_end_key,
    write_key,
)
from tidings_index.watch.delivery_topic import Written
from tidings_index.watch.entry import Watch
from tidings_index.watch.index_search import Compared
from tidings_index.watch.notice import Notice
from tidings_index.watch.payload import MOST_TEXT_CHARACTERS, build_payload


def build_offers(
    compared: Iterable[Compared],
    notices: Mapping[str, Notice],
    is_known: Callable[[str], bool],
    now: datetime,
) -> list[Written]:
    """Return an offer for each match that is not known: a correction is posted no second time."""
    offers: list[Written] = []
    for each in compared:
        for hit in each.hits:
            name = name_delivery(each.watch.id, hit["_id"])
            if not is_known(name):
                partition = notices[hit["_id"]].record.at.partition
                offer = make_offer(each.watch, hit, partition, now)
                offers.append(Written(write_key(name), offer.to_bytes()))
    return offers


def build_ends(names: Iterable[str], now: datetime) -> list[Written]:
    """Return the ends of deliveries whose article was withdrawn while they waited."""
    ended = Ended(end="dropped", at=now).to_bytes()
    return [Written(write_end_key(each), ended) for each in names]


def make_offer(watch: Watch, hit: Mapping[str, Any], partition: int, now: datetime) -> Offer:
    """Return the first offer of a delivery, due at once."""
    source = hit["_source"]
    return Offer(
        watch=watch.id,
        watch_name=watch.name,
        article=hit["_id"],
        source=source.get("source"),
        headline=(source.get("headline") or "")[:MOST_TEXT_CHARACTERS] or None,
        partition=partition,
        offered_at=now,
        due_at=now,
        body=build_payload(watch, hit, now).decode(),
    )
