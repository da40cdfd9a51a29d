"""Who may talk to whom: nobody, except where a stage needs it."""

from __future__ import annotations

import pytest
from kubernetes_files import find_all, find_one, read_container, read_environment, selects

POLICIES = [each for each in find_all("NetworkPolicy") if each.name != "elasticsearch"]
WORKLOADS = {each.name: each.body for each in find_all("Deployment", "Job")}
LABELS = {name: each["spec"]["template"]["metadata"]["labels"] for name, each in WORKLOADS.items()}


def list_chosen(policy: dict) -> set[str]:
    selector = policy["spec"]["podSelector"]
    return {name for name, labels in LABELS.items() if selects(selector, labels)}


def list_reaching(policy_name: str) -> set[str]:
    return list_chosen(find_one("NetworkPolicy", policy_name))


def list_given(prefix: str) -> set[str]:
    return {
        name
        for name, each in WORKLOADS.items()
        if any(variable.startswith(prefix) for variable in read_environment(each))
    }


def test_nothing_is_allowed_that_is_not_said():
    deny = find_one("NetworkPolicy", "deny-all")["spec"]
    assert deny["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(deny)
    assert list_reaching("deny-all") == set(WORKLOADS)


def test_every_pod_may_ask_for_names():
    assert list_reaching("ask-for-names") == set(WORKLOADS)


def test_those_reach_kafka_that_are_told_where_it_is():
    assert list_reaching("reach-kafka") == list_given("TIDINGS_KAFKA_")


def test_those_reach_elasticsearch_that_are_told_where_it_is_on_both_ends():
    told = list_given("TIDINGS_ELASTICSEARCH_")
    assert list_reaching("reach-elasticsearch") == told
    (ours, _), _ = (
        each["from"] if len(each["from"]) == 2 else (each["from"],)
        for each in find_one("NetworkPolicy", "elasticsearch")["spec"]["ingress"]
    )
    assert {name for name, each in LABELS.items() if selects(ours["podSelector"], each)} == told


def test_servers_are_reached_on_the_ports_where_they_listen():
    def read_port(name: str) -> int:
        (rule,) = find_one("NetworkPolicy", name)["spec"]["egress"]
        (port,) = rule["ports"]
        return int(port["port"])

    environment = read_environment(WORKLOADS["index"])
    kafka = environment["TIDINGS_KAFKA_BOOTSTRAP_SERVERS"]
    (listener,) = find_one("Kafka", "tidings")["spec"]["kafka"]["listeners"]
    assert read_port("reach-kafka") == int(kafka.rpartition(":")[2]) == listener["port"]
    url = environment["TIDINGS_ELASTICSEARCH_URL"]
    assert read_port("reach-elasticsearch") == int(url.rpartition(":")[2])


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.name)
def test_a_port_that_a_policy_names_is_one_of_the_pods(policy):
    for rule in policy.body["spec"].get("ingress", ()):
        for port in rule["ports"]:
            serving = {
                name
                for name in list_chosen(policy.body)
                if port["port"]
                in {p["name"] for p in read_container(WORKLOADS[name]).get("ports", ())}
            }
            assert serving


def test_the_broker_takes_connections_from_those_who_are_let_out_to_it():
    (listener,) = find_one("Kafka", "tidings")["spec"]["kafka"]["listeners"]
    ours, _ = listener["networkPolicyPeers"]
    for name in list_reaching("reach-kafka"):
        assert selects(ours["podSelector"], LABELS[name])


def test_only_watches_are_posted_to_the_internet_and_to_no_private_network():
    open_ended = [
        each
        for each in POLICIES
        if any("ipBlock" in to for rule in each.body["spec"].get("egress", ()) for to in rule["to"])
    ]
    assert [each.name for each in open_ended] == ["post-to-receivers"]
    assert list_reaching("post-to-receivers") == {"watch"}
    (rule,) = open_ended[0].body["spec"]["egress"]
    closed = {name for to in rule["to"] for name in to["ipBlock"].get("except", ())}
    assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"} <= closed


def test_the_way_in_from_outside_leads_to_ingest_and_to_nothing_else():
    (ingress,) = find_all("Ingress")
    spec = ingress.body["spec"]
    assert {each for rule in spec["tls"] for each in rule["hosts"]} == {
        rule["host"] for rule in spec["rules"]
    }
    backends = [
        path["backend"]["service"] for rule in spec["rules"] for path in rule["http"]["paths"]
    ]
    for each in backends:
        service = find_one("Service", each["name"])
        assert each["port"]["name"] in {port["name"] for port in service["spec"]["ports"]}
    assert {each["name"] for each in backends} == {"ingest"}
    assert list_reaching("take-pushes") == {"ingest"}
