"""The embedded Kafka and Elasticsearch do what the mapping and the stages need of them."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

from tidings.topics import MAX_MESSAGE_BYTES, RAW
from tidings_local.servers import Servers

pytestmark = pytest.mark.servers

ANALYSIS: dict[str, Any] = {
    "char_filter": {
        "simplify": {"type": "mapping", "mappings": ["陽 => 阳", "會=>会", "\\u2019 => '"]},
        "markup": {"type": "html_strip"},
        "markup_but_bold": {"type": "html_strip", "escaped_tags": ["b"]},
    },
    "filter": {
        "pairs_and_singles": {"type": "cjk_bigram", "output_unigrams": True},
        "pairs_but_kana": {"type": "cjk_bigram", "ignored_scripts": ["hiragana", "katakana"]},
        "possessive": {"type": "stemmer", "language": "possessive_english"},
        "english": {"type": "stemmer", "language": "english"},
        "light": {"type": "stemmer", "language": "light_english"},
        "porter2": {"type": "stemmer", "language": "porter2"},
        "minimal": {"type": "stemmer", "language": "minimal_english"},
        "prefixes": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
        "two_to_three": {"type": "length", "min": 2, "max": 3},
        "folded_too": {"type": "asciifolding", "preserve_original": True},
    },
    "normalizer": {
        "folded": {"type": "custom", "filter": ["cjk_width", "lowercase", "asciifolding", "trim"]}
    },
}


class Chain(NamedTuple):
    """A way to analyse ``text``, and the tokens it gives by the reference of the distribution."""

    text: str
    tokens: list[str]
    filters: list[str]
    tokenizer: str = "standard"
    char_filters: tuple[str, ...] = ()


CHAINS = [
    Chain("ＡＢＣ 山河会", ["abc", "山河", "河会"], ["cjk_width", "lowercase", "cjk_bigram"]),
    Chain("河口,山城 单", ["河口", "山城", "单"], ["cjk_bigram"]),
    Chain("河口", ["河", "河口", "口"], ["pairs_and_singles"]),
    Chain("山河かな", ["山河", "か", "な"], ["pairs_but_kana"]),
    Chain("太陽會", ["太阳", "阳会"], ["cjk_bigram"], char_filters=("simplify",)),
    Chain("a mayor\u2019s", ["a", "mayor"], ["possessive"], char_filters=("simplify",)),
    Chain("Mayor's bridges", ["mayor", "bridg"], ["lowercase", "possessive", "english"]),
    Chain("bridges running", ["bridge", "running"], ["light"]),
    Chain("generously bridges", ["generous", "bridg"], ["porter2"]),
    Chain("bridges running", ["bridge", "running"], ["minimal"]),
    Chain("running floods", ["run", "flood"], ["porter_stem"]),
    Chain("floods", ["flood"], ["kstem"]),
    Chain("harbour", ["ha", "har", "harb"], ["prefixes"]),
    Chain("a quay is low tide", ["is", "low"], ["two_to_three"]),
    Chain("Café Ærø", ["Cafe", "AEro"], ["asciifolding"]),
    Chain("Café", ["Cafe", "Café"], ["folded_too"]),
    Chain("tide tide, tide", ["tide", "tide,"], ["unique"], "whitespace"),
    Chain("<p>high <b>tide</b> &amp;</p>", ["high", "tide", "&"], [], "whitespace", ("markup",)),
    Chain("<b>tide</b><i>!</i>", ["<b>tide</b>!"], [], "whitespace", ("markup_but_bold",)),
    Chain("  Old Quay  ", ["Old Quay"], ["trim"], "keyword"),
]


@pytest.fixture(scope="module")
def elasticsearch(servers: Servers) -> Elasticsearch:
    return Elasticsearch(servers.elasticsearch_url, request_timeout=60)


@pytest.fixture(scope="module")
def analysing_index(elasticsearch: Elasticsearch) -> str:
    name = f"analysis-{uuid.uuid4().hex}"
    elasticsearch.indices.create(
        index=name, settings={"number_of_replicas": 0, "analysis": ANALYSIS}
    )
    return name


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: f"{chain.filters}-{chain.text}")
def test_analysis_has_the_names_and_the_results_of_a_distribution(
    elasticsearch: Elasticsearch, analysing_index: str, chain: Chain
) -> None:
    answer = elasticsearch.indices.analyze(
        index=analysing_index,
        tokenizer=chain.tokenizer,
        char_filter=chain.char_filters,
        filter=chain.filters,
        text=chain.text,
    )
    assert [each["token"] for each in answer["tokens"]] == chain.tokens


def test_offsets_after_a_mapping_point_into_the_text_that_was_sent(
    elasticsearch: Elasticsearch, analysing_index: str
) -> None:
    answer = elasticsearch.indices.analyze(
        index=analysing_index, tokenizer="standard", char_filter=["markup"], text="<p>low</p> tide"
    )
    assert [(t["start_offset"], t["end_offset"]) for t in answer["tokens"]] == [(3, 6), (11, 15)]


def test_a_keyword_normalizer_can_use_the_filters_for_single_characters(
    elasticsearch: Elasticsearch, analysing_index: str
) -> None:
    answer = elasticsearch.indices.analyze(
        index=analysing_index, normalizer="folded", text=" Ｃａｆé "
    )
    assert [each["token"] for each in answer["tokens"]] == ["cafe"]


@pytest.mark.parametrize(
    ("analysis", "complaint"),
    [
        ({"filter": {"x": {"type": "stemmer", "language": "klingon"}}}, "klingon"),
        ({"char_filter": {"x": {"type": "mapping", "mappings": ["no arrow"]}}}, "no arrow"),
        ({"char_filter": {"x": {"type": "mapping"}}}, "requires .mappings."),
    ],
)
def test_an_analysis_that_cannot_be_is_refused_when_the_index_is_created(
    elasticsearch: Elasticsearch, analysis: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(BadRequestError, match=complaint):
        elasticsearch.indices.create(
            index=f"refused-{uuid.uuid4().hex}", settings={"analysis": analysis}
        )


def test_the_node_tells_its_version_at_its_root(elasticsearch: Elasticsearch) -> None:
    assert elasticsearch.ping()
    assert elasticsearch.info()["version"]["number"].startswith("9.")


def test_the_broker_takes_and_gives_the_largest_article(servers: Servers) -> None:
    topic = f"large-{uuid.uuid4().hex}"
    admin = KafkaAdminClient(bootstrap_servers=servers.kafka)
    admin.create_topics([NewTopic(topic, 1, 1, topic_configs=RAW.settings(1))])
    admin.close()
    # A batch and its record have some 100 bytes of their own.
    value = b"x" * (MAX_MESSAGE_BYTES - 200)
    producer = KafkaProducer(
        bootstrap_servers=servers.kafka,
        acks="all",
        max_request_size=MAX_MESSAGE_BYTES,
    )
    producer.send(topic, value).get(timeout=30)
    producer.close()
    assert _read_first(servers.kafka, topic) == value


def test_both_servers_keep_what_they_acknowledged_through_a_crash(
    servers: Servers, elasticsearch: Elasticsearch
) -> None:
    name = f"crash-{uuid.uuid4().hex}"
    admin = KafkaAdminClient(bootstrap_servers=servers.kafka)
    admin.create_topics([NewTopic(name, 1, 1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=servers.kafka, acks="all")
    producer.send(name, b"kept").get(timeout=30)
    producer.close()
    elasticsearch.indices.create(index=name, settings={"number_of_replicas": 0})
    elasticsearch.bulk(operations=[{"index": {"_index": name, "_id": "1"}}, {"word": "kept"}])
    for each in ("kafka", "elasticsearch"):
        servers.server(each).kill()
    servers.start()
    assert _read_first(servers.kafka, name) == b"kept"
    assert elasticsearch.get(index=name, id="1")["_source"] == {"word": "kept"}


def _read_first(kafka: str, topic: str) -> bytes:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=kafka,
        group_id=f"reader-{uuid.uuid4().hex}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=30_000,
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
    )
    try:
        return next(iter(consumer)).value
    finally:
        consumer.close()
