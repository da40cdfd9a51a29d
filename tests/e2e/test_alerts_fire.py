"""Alerts fire when what they are about has really happened, and end with it."""

from __future__ import annotations

import os
import signal

import httpx
import pytest
from kafka import KafkaProducer
from polling import holds_within

from tidings.topics import RAW

# A minute of the rules is a second here. Restarting Elasticsearch takes 5 to 25 s; with twenty
# other processes for the same two cores the whole outage took two minutes.
FIRES_WITHIN_S = 60
ENDS_WITHIN_S = 200
DEAD_LETTERS = ("TidingsDeadLettersArrive", "enrich")
OUTAGE = {("TidingsElasticsearchUnreachable", "index"), ("TidingsLagGrows", "index")}


@pytest.fixture(autouse=True)
def quiet(prometheus):
    """Begin when none of these fires, so that what fires then is what the test did."""
    ours = {DEAD_LETTERS, *OUTAGE}
    assert holds_within(lambda: not prometheus.find_alerts() & ours, ENDS_WITHIN_S, every_s=0.5)


def test_dead_letters_that_arrive_are_told(stack, prometheus):
    # Of what Prometheus sees for the first time it cannot tell that it has grown.
    counted = f'tidings_dead_letters_total{{stage="{DEAD_LETTERS[1]}"}}'
    assert holds_within(lambda: bool(prometheus.query(counted)), FIRES_WITHIN_S, every_s=0.2)
    producer = KafkaProducer(bootstrap_servers=stack.endpoints.kafka)
    producer.send(RAW.name, b"\xff no article").get(30)
    producer.close()
    assert holds_within(
        lambda: DEAD_LETTERS in prometheus.find_alerts(), FIRES_WITHIN_S, every_s=0.2
    )


def test_elasticsearch_that_is_away_and_the_lag_that_grows_are_told_until_it_is_back(
    stack, prometheus
):
    seen: set[tuple[str, str]] = set()
    pushed = 0

    def is_told() -> bool:
        nonlocal pushed
        # The supervisor starts it again each time.
        pid = stack.find_pid("elasticsearch")
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        pushed += 1
        article = {"headline": f"第{pushed}号简讯", "body": "临江市水务局昨日发布通报。"}
        url = f"{stack.endpoints.ingest_url}/v1/articles"
        assert httpx.post(url, params={"source": "alerts"}, json=article).status_code == 202
        seen.update(prometheus.find_alerts() & OUTAGE)
        return seen == OUTAGE

    assert holds_within(is_told, FIRES_WITHIN_S, every_s=0.5), seen
    over = holds_within(
        lambda: not prometheus.find_alerts() & OUTAGE and stack.report().state == "ready",
        ENDS_WITHIN_S,
        every_s=0.5,
    )
    assert over, (prometheus.find_alerts(), stack.report())
