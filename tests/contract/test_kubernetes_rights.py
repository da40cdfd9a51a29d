"""Users of Kafka and keys of Elasticsearch may do on Kubernetes what they may anywhere else."""

from __future__ import annotations

import json

import pytest
from compose_file import ROOT
from kubernetes_files import find_all, read_environment

BY_NAME = {"ids": lambda each: each.name}
WITH_ELASTICSEARCH = [
    each
    for each in find_all("Deployment", "Job")
    if "TIDINGS_ELASTICSEARCH_API_KEY" in read_environment(each.body)
]


def test_users_may_do_what_they_may_on_every_other_broker():
    patterns = {"prefix": {"pattern": "prefixed"}, "literal": {}}
    given = {
        user.name: [
            {
                "resource": rule["resource"]["type"],
                "name": rule["resource"]["name"],
                **patterns[rule["resource"].get("patternType", "literal")],
                "operations": rule["operations"],
            }
            for rule in user.body["spec"]["authorization"]["acls"]
        ]
        for user in find_all("KafkaUser")
    }
    assert given == json.loads((ROOT / "deploy/kafka/acls.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("workload", WITH_ELASTICSEARCH, **BY_NAME)
def test_a_stage_has_a_key_of_its_own_with_a_role_of_its_own(workload):
    secret, key = read_environment(workload.body)["TIDINGS_ELASTICSEARCH_API_KEY"].split("/")
    assert secret == "tidings-elasticsearch"
    assert key == ("operator" if workload.name == "tools" else workload.name)
    assert (ROOT / f"deploy/elasticsearch/roles/tidings-{key}.json").is_file()
