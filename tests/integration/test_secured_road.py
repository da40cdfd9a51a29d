"""Stages between servers with TLS and passwords, each with no more rights than it needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from elastic_privileges import GRANTS, covers, find_wanted, read_privileges
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import TopicAuthorizationFailedError
from secured_road import SOON_S, open_secured_road
from stack_fixtures import wait_until
from stage_process import ask

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings

# Beside others on the same machine it takes minutes: a broker and five stages start.
pytestmark = [pytest.mark.servers, pytest.mark.timeout(900)]
BODY = "渡口镇的桥修好了。"
STAGES = ("ingest", "enrich", "index", "desk")


@pytest.fixture(scope="module")
def road(servers, tmp_path_factory):
    servers.start()
    with open_secured_road(servers, tmp_path_factory.mktemp("secured")) as opened:
        yield opened


@pytest.fixture(scope="module")
def refused(road):
    """Stages that servers refuse, or that refuse a server: each says why, and goes on trying."""
    road.let_into_kafka("provision", "ingest")
    road.let_into_elasticsearch("provision", "ingest")
    # Ingest does not know the authority, enrich has no good password, nor has index anywhere.
    shutil.copy(road.made.other_ca, road["ingest"].ca)
    wait_until(lambda: "created" in road.run("provision", "provision"), SOON_S, "the topics")
    for each in STAGES:
        road.start(each)
    for name, need, words in (
        ("ingest", "kafka", "certificate verify failed"),
        ("enrich", "kafka", "SaslAuthenticationFailed"),
        ("index", "kafka", "SaslAuthenticationFailed"),
        ("desk", "an index", "refuses the desk (401)"),
    ):
        road[name].await_standing(503, need)
        wait_until(lambda n=name, w=words: w in road[n].said, SOON_S, f"{name} to say {words}")
    return road


@pytest.fixture(scope="module")
def walked(refused):
    """The road, walked by an article, its correction and its end once everybody was let in."""
    road = refused
    shutil.copy(road.made.ca, road["ingest"].ca)
    road.let_into_kafka("enrich", "index", "watch", "operator")
    road["index"].await_standing(503, "elasticsearch (AuthenticationException)")
    road.let_into_elasticsearch("index", "desk", "watch", "operator")
    road.start("watch")
    for each in (*STAGES, "watch"):
        road[each].await_standing(200)
    desk = f"http://127.0.0.1:{road['desk'].port}/api"
    article_id = road.push(BODY)
    for body in (BODY, f"{BODY}昨日通车。"):
        assert road.push(body) == article_id
        article = f"{desk}/articles/{article_id}"
        wait_until(
            lambda b=body, a=article: f'"{b}"' in httpx.get(a, timeout=30).text,
            SOON_S,
            "the article to be found",
        )
    await_state(road, article_id, "indexed")
    assert httpx.get(f"{desk}/search?q=渡口镇", timeout=30).status_code == 200
    assert "渡口镇" in road.run("operator", "search", "渡口镇")
    assert httpx.delete(road.locate(article_id), timeout=30).status_code == 202
    await_state(road, article_id, "withdrawn")
    return road


def await_state(road, article_id, state):
    def holds():
        return httpx.get(road.locate(article_id), timeout=30).json().get("state") == state

    wait_until(holds, SOON_S, f"the article to be {state}")


def test_an_article_and_its_correction_are_found_over_tls_by_users_with_few_rights(walked):
    for each in (*STAGES, "watch"):
        assert "AuthorizationFailed" not in walked[each].said
    assert walked.guard.refused > 0


@pytest.mark.parametrize("who", ["provision", "ingest", "index", "desk", "watch"])
def test_a_part_asks_elasticsearch_for_nothing_that_its_role_does_not_give(walked, who):
    role = walked[who].user
    asked = {(method, path) for name, method, path in walked.guard.asked if name == who}
    wanted = {find_wanted(method, path) for method, path in asked}
    privileges = read_privileges(role)
    given = set().union(*(GRANTS[each] for each in privileges))
    assert {privilege for privilege, _ in wanted} <= given
    assert all(covers(role, index) for _, index in wanted if index is not None)
    # And nothing is given that is not asked for. Without a stored search, watch searches nothing.
    assert {privilege for privilege, _ in wanted} >= set(privileges) - (
        {"read"} if who == "watch" else set()
    )


def test_kafka_lets_nobody_write_or_read_what_is_not_theirs(walked):
    index = build_connection(KafkaSettings(**_login(walked, "index")))
    producer = KafkaProducer(**index)
    with pytest.raises(TopicAuthorizationFailedError):
        producer.send("articles.raw", b"{}").get(30)
    producer.close()
    enrich = KafkaConsumer(**build_connection(KafkaSettings(**_login(walked, "enrich"))))
    enrich.assign([TopicPartition("articles.raw.dlq", 0)])
    with pytest.raises(TopicAuthorizationFailedError):
        enrich.poll(30_000)
    enrich.close()


def test_a_client_certificate_is_a_way_in_too(walked):
    made = walked.made
    settings = KafkaSettings(
        bootstrap_servers=walked.broker.certificates,
        security_protocol="SSL",
        ca_file=made.ca,
        cert_file=made.client_cert,
        key_file=made.client_key,
    )
    consumer = KafkaConsumer(**build_connection(settings))
    assert "articles.embargoed" in consumer.topics(), "the certificate's name is tidings-ingest"
    consumer.close()


def test_no_secret_is_in_anything_that_a_process_says_or_shows(walked):
    said = [each.said for each in walked.parts.values() if each.log.exists()]
    for name in STAGES:
        part = walked[name]
        said += [ask(part.metrics_port, path)[1] for path in ("/metrics", "/readyz", "/healthz")]
        said.append(Path(f"/proc/{part.process.pid}/cmdline").read_text())
    said.append(walked.run("operator", "config", "show"))
    assert len("".join(said)) > 10_000
    for part in walked.parts.values():
        encoded = part.way_in.partition(" ")[2]
        for secret in (part.kafka_password, part.elastic_secret, encoded):
            assert secret not in "".join(said)
    assert "canary" not in "".join(said)


def _login(road, name):
    part = road[name]
    return {
        "bootstrap_servers": road.broker.users,
        "security_protocol": "SASL_SSL",
        "sasl_username": part.user,
        "sasl_password": part.kafka_password,
        "ca_file": road.made.ca,
    }
