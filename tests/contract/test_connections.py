"""Each client connects as the settings say, and rights are listed for things that there are."""

from __future__ import annotations

import ast
import json

import pytest
from compose_file import ROOT
from elastic_privileges import GRANTS, ROLES, read_privileges

from tidings import topics

CODE = sorted(
    each
    for folder in ("shared", "services")
    for each in (ROOT / folder).rglob("*.py")
    if "build" not in each.parts
)
KAFKA_CLIENTS = {
    *("KafkaConsumer", "KafkaProducer", "KafkaAdminClient"),
    *("AIOKafkaConsumer", "AIOKafkaProducer", "AIOKafkaAdminClient"),
}
ACLS = json.loads((ROOT / "deploy/kafka/acls.json").read_text("utf-8"))
NAMES = {
    "topic": {each.name for each in topics.TOPICS},
    "group": {value for name, value in vars(topics).items() if name.endswith("_GROUP")},
}


def list_calls(name):
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in name:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_client_of_kafka_is_made_with_the_connection_of_the_settings():
    made = dict(list_calls(KAFKA_CLIENTS))
    assert len(made) > 8
    for where, call in made.items():
        spread = [ast.unparse(each.value) for each in call.keywords if each.arg is None]
        assert any(each.startswith("build_connection(") for each in spread), where


def test_every_client_of_elasticsearch_is_made_in_one_place():
    assert [where.partition(":")[0] for where, _ in list_calls({"Elasticsearch"})] == [
        "shared/tidings/search/elastic.py"
    ]


@pytest.mark.parametrize("principal", ACLS)
def test_rights_are_on_topics_and_groups_that_there_are(principal):
    for rule in ACLS[principal]:
        known = NAMES[rule["resource"]]
        prefixed = rule.get("pattern") == "prefixed"
        assert any(each.startswith(rule["name"]) for each in known) if prefixed else True
        assert prefixed or rule["name"] in known
        # Alter adds partitions; nobody may delete.
        assert set(rule["operations"]) <= {"Read", "Write", "Create", "Alter", "Describe"}


def test_every_topic_can_be_created_and_is_written_by_somebody():
    def may(principal, operation, topic):
        return any(
            operation in rule["operations"]
            and rule["resource"] == "topic"
            and (
                topic.startswith(rule["name"])
                if rule.get("pattern") == "prefixed"
                else topic == rule["name"]
            )
            for rule in ACLS[principal]
        )

    stages = set(ACLS) - {"tidings-provision", "tidings-operator"}
    for topic in NAMES["topic"]:
        assert may("tidings-provision", "Create", topic), topic
        assert any(may(each, "Write", topic) for each in stages), topic


# Snapshots are the cluster's, and only who manages it may restore them.
CLUSTER = {
    "tidings-backup": ["create_snapshot", "monitor_snapshot"],
    "tidings-operator": ["manage"],
}


@pytest.mark.parametrize("role", sorted(each.stem for each in ROLES.glob("*.json")))
def test_a_role_is_for_our_indices_and_has_privileges_that_are_understood(role):
    told = json.loads((ROLES / f"{role}.json").read_text("utf-8"))
    assert told["cluster"] == CLUSTER.get(role, [])
    assert [each["names"] for each in told["indices"]] == [["articles", "articles-*"]]
    assert set(read_privileges(role)) <= set(GRANTS)
