"""Kafka and Elasticsearch on Kubernetes are as the code and docker-compose.yml have them."""

from __future__ import annotations

import pytest
from compose_file import THEIRS
from kubernetes_files import FOLDER, find_all, find_one, read_environment, read_kustomization

from tidings import topics
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES, TOPICS

BY_NAME = {"ids": lambda each: each.name}
GROUPS = [value for name, value in vars(topics).items() if name.endswith("_GROUP")]
KAFKA = find_one("Kafka", "tidings")["spec"]["kafka"]
NODES = find_one("KafkaNodePool", "tidings")["spec"]
REPLICATION = KafkaSettings(replication_factor=3)
WITH_KAFKA = [
    each
    for each in find_all("Deployment", "Job")
    if "TIDINGS_KAFKA_SASL_USERNAME" in read_environment(each.body)
]


def read_version(service: str) -> str:
    return str(THEIRS[service]["image"].partition(":")[2])


def test_the_servers_are_of_the_versions_of_compose():
    assert KAFKA["version"] == read_version("kafka")
    assert find_one("Elasticsearch", "tidings")["spec"]["version"] == read_version("elasticsearch")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda each: each.name)
def test_a_topic_has_the_partitions_and_settings_of_the_code(topic):
    spec = find_one("KafkaTopic", topic.name)["spec"]
    assert spec["partitions"] == topic.partitions
    assert spec["replicas"] == REPLICATION.replication_factor
    settings = topic.settings(REPLICATION.min_insync_replicas)
    assert {name: str(value) for name, value in spec["config"].items()} == settings


def test_there_is_no_topic_that_the_code_does_not_know():
    assert {each.name for each in find_all("KafkaTopic")} == {each.name for each in TOPICS}


def test_all_that_belongs_to_the_cluster_says_so():
    for each in find_all("KafkaTopic", "KafkaUser", "KafkaNodePool"):
        assert each.body["metadata"]["labels"] == {"strimzi.io/cluster": "tidings"}


def test_the_broker_takes_the_largest_message_and_makes_no_topic_of_a_typing_error():
    config = KAFKA["config"]
    assert config["message.max.bytes"] == config["replica.fetch.max.bytes"] == MAX_MESSAGE_BYTES
    assert config["auto.create.topics.enable"] is False


def test_three_brokers_have_each_message_and_two_of_them_acknowledge_it():
    environment = read_environment(find_one("Job", "provision"))
    assert environment["TIDINGS_KAFKA_REPLICATION_FACTOR"] == "3"
    assert NODES["replicas"] == REPLICATION.replication_factor
    for name, value in KAFKA["config"].items():
        if name.endswith("replication.factor"):
            assert value == REPLICATION.replication_factor
        if name.endswith(("min.isr", "min.insync.replicas")):
            assert value == REPLICATION.min_insync_replicas


def test_the_index_has_as_many_copies_as_there_are_nodes_for():
    (nodes,) = find_one("Elasticsearch", "tidings")["spec"]["nodeSets"]
    environment = read_environment(find_one("Job", "provision"))
    assert int(environment["TIDINGS_ELASTICSEARCH_REPLICAS"]) < nodes["count"]


def test_one_machine_gets_one_copy_of_everything():
    trial = read_kustomization(FOLDER / "overlays/trial")["configMapGenerator"]
    settings = dict(literal.split("=", 1) for each in trial for literal in each["literals"])
    assert settings == {
        "TIDINGS_KAFKA_REPLICATION_FACTOR": str(
            KafkaSettings.model_fields["replication_factor"].default
        ),
        "TIDINGS_ELASTICSEARCH_REPLICAS": str(
            ElasticsearchSettings.model_fields["replicas"].default
        ),
    }


@pytest.mark.parametrize("workload", WITH_KAFKA, **BY_NAME)
def test_a_stage_logs_in_as_a_user_that_strimzi_makes(workload):
    environment = read_environment(workload.body)
    user = environment["TIDINGS_KAFKA_SASL_USERNAME"]
    assert environment["TIDINGS_KAFKA_SASL_PASSWORD"] == f"{user}/password"
    mechanism = find_one("KafkaUser", user)["spec"]["authentication"]["type"]
    assert mechanism == environment["TIDINGS_KAFKA_SASL_MECHANISM"].lower()
    (listener,) = KAFKA["listeners"]
    assert listener["authentication"]["type"] == mechanism
    assert listener["tls"] is True
    assert environment["TIDINGS_KAFKA_SECURITY_PROTOCOL"] == "SASL_SSL"


@pytest.mark.parametrize("user", find_all("KafkaUser"), **BY_NAME)
def test_every_user_is_somebody_and_may_only_touch_topics_that_exist(user):
    assert user.name in {
        read_environment(each.body)["TIDINGS_KAFKA_SASL_USERNAME"] for each in WITH_KAFKA
    }
    for rule in user.body["spec"]["authorization"]["acls"]:
        resource = rule["resource"]
        names = [each.name for each in TOPICS] if resource["type"] == "topic" else GROUPS
        is_prefix = resource.get("patternType") == "prefix"
        assert any(
            each.startswith(resource["name"]) if is_prefix else each == resource["name"]
            for each in names
        )
