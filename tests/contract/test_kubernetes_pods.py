"""Pods have few rights, are watched, end in time, and are found by what is to find them."""

from __future__ import annotations

import re
import runpy

import pytest
from compose_file import ROOT
from kubernetes_files import (
    FOLDER,
    RESOURCES,
    find_all,
    find_one,
    read_container,
    read_pod,
    selects,
)

from tidings import topics
from tidings_local.spawning import STOP_GRACE_S

WORKLOADS = find_all("Deployment", "Job")
DEPLOYMENTS = find_all("Deployment")
STAGES = [each for each in DEPLOYMENTS if each.name != "tools"]
BY_NAME = {"ids": lambda each: each.name}
GROUPS = {
    "enrich": (topics.ENRICH_GROUP, topics.RAW),
    "index": (topics.INDEX_GROUP, topics.ENRICHED),
}
# Keeps a file, so there is one.
SINGLE = "watch"
BACK_OFF_FORGOTTEN_S = 600
STUCK_AFTER_S = 60


def read_labels(name: str) -> dict[str, str]:
    (found,) = (each.body for each in WORKLOADS if each.name == name)
    labels: dict[str, str] = found["spec"]["template"]["metadata"]["labels"]
    return labels


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_a_pod_has_no_rights_and_nothing_to_write_on_but_tmp(workload):
    pod, container = read_pod(workload.body), read_container(workload.body)
    dockerfile = (ROOT / "deploy/compose/Dockerfile").read_text(encoding="utf-8")
    user = int(re.findall(r"^USER (\d+):\1$", dockerfile, re.MULTILINE)[0])
    given = {"fsGroup": user, **pod["securityContext"]}
    given.pop("fsGroupChangePolicy", None)
    assert given == {
        "runAsNonRoot": True,
        "runAsUser": user,
        "runAsGroup": user,
        "fsGroup": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    for volume in pod["volumes"]:
        if "persistentVolumeClaim" in volume:
            assert workload.name == SINGLE
        else:
            assert "secret" in volume or volume["emptyDir"]["sizeLimit"] == "64Mi"


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_a_pod_has_an_account_of_its_own_and_no_token(workload):
    pod = read_pod(workload.body)
    assert pod["serviceAccountName"] == workload.name
    assert pod["automountServiceAccountToken"] is False
    assert find_one("ServiceAccount", workload.name)["automountServiceAccountToken"] is False


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_kubernetes_sets_no_variables_that_could_be_taken_for_settings(workload):
    assert read_pod(workload.body)["enableServiceLinks"] is False


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_memory_and_disk_are_bounded_and_asked_for(workload):
    resources = read_container(workload.body)["resources"]
    assert {"cpu", "memory", "ephemeral-storage"} == set(resources["requests"])
    # A bound on the processor would only make a stage slow while the machine is idle.
    assert {"memory", "ephemeral-storage"} == set(resources["limits"])


@pytest.mark.parametrize("stage", STAGES, **BY_NAME)
def test_the_probes_ask_what_the_stage_answers(stage):
    container = read_container(stage.body)
    for probe, path in (("startup", "healthz"), ("readiness", "readyz"), ("liveness", "healthz")):
        assert container[f"{probe}Probe"]["httpGet"] == {"path": f"/{path}", "port": "metrics"}


@pytest.mark.parametrize("stage", STAGES, **BY_NAME)
def test_an_outage_of_others_leads_to_no_restart_that_is_delayed(stage):
    probe = read_container(stage.body)["livenessProbe"]
    patience_s = probe["periodSeconds"] * probe["failureThreshold"]
    if stage.name in (*GROUPS, SINGLE):
        assert STUCK_AFTER_S + patience_s > BACK_OFF_FORGOTTEN_S
    else:
        assert patience_s <= 30


@pytest.mark.parametrize("stage", STAGES, **BY_NAME)
def test_a_stage_has_time_to_drain_before_it_is_killed(stage):
    pod, container = read_pod(stage.body), read_container(stage.body)
    before_s = 0
    if "lifecycle" in container:
        sleep, seconds = container["lifecycle"]["preStop"]["exec"]["command"]
        assert sleep == "sleep"
        before_s = int(seconds)
    assert pod["terminationGracePeriodSeconds"] >= before_s + STOP_GRACE_S + 5
    has_service = any(each.name == stage.name for each in find_all("Service"))
    assert (before_s > 0) is has_service


@pytest.mark.parametrize("workload", DEPLOYMENTS, **BY_NAME)
def test_a_deployment_finds_its_own_pods_and_no_others(workload):
    selector = workload.body["spec"]["selector"]
    found = [each.name for each in WORKLOADS if selects(selector, read_labels(each.name))]
    assert found == [workload.name]


@pytest.mark.parametrize("stage", STAGES, **BY_NAME)
def test_pods_of_a_stage_are_spread_and_evicted_one_by_one(stage):
    labels = read_labels(stage.name)
    if stage.name != SINGLE:
        spread = read_pod(stage.body)["topologySpreadConstraints"]
        assert [each["topologyKey"].rpartition("/")[2] for each in spread] == ["hostname", "zone"]
        assert all(selects(each["labelSelector"], labels) for each in spread)
    budget = find_one("PodDisruptionBudget", stage.name)["spec"]
    assert budget["maxUnavailable"] == 1
    assert selects(budget["selector"], labels)


@pytest.mark.parametrize("service", find_all("Service"), **BY_NAME)
def test_a_service_leads_to_a_port_of_its_pods(service):
    spec = service.body["spec"]
    assert spec["selector"] == read_labels(service.name)
    ports = {
        each["name"]: each["containerPort"]
        for each in read_container(find_one("Deployment", service.name))["ports"]
    }
    for each in spec["ports"]:
        assert ports[each["targetPort"]] == each["port"]


@pytest.mark.parametrize("scaler", find_all("HorizontalPodAutoscaler"), **BY_NAME)
def test_what_is_scaled_by_its_load_names_no_number_itself(scaler):
    target = scaler.body["spec"]["scaleTargetRef"]["name"]
    deployment = find_one("Deployment", target)
    assert "replicas" not in deployment["spec"]
    assert read_container(deployment)["resources"]["requests"]["cpu"]


def test_what_answers_http_is_scaled_by_its_load_and_what_reads_a_topic_by_what_waits():
    by_load = {each.name for each in find_all("HorizontalPodAutoscaler")}
    by_lag = {each.name for each in find_all("ScaledObject")}
    assert by_load == {each.name for each in find_all("Service")}
    assert by_lag == set(GROUPS)


@pytest.mark.parametrize("scaler", find_all("ScaledObject"), **BY_NAME)
def test_there_are_never_more_workers_than_partitions(scaler):
    spec = scaler.body["spec"]
    group, topic = GROUPS[spec["scaleTargetRef"]["name"]]
    assert spec["maxReplicaCount"] == topic.partitions
    assert find_one("Deployment", scaler.name)["spec"]["replicas"] <= topic.partitions
    (trigger,) = spec["triggers"]
    assert trigger["metadata"]["consumerGroup"] == group
    assert trigger["metadata"]["topic"] == topic.name
    find_one("TriggerAuthentication", trigger["authenticationRef"]["name"])


def test_prometheus_asks_every_pod_of_every_stage_as_in_compose():
    spec = find_one("PodMonitor", "tidings")["spec"]
    for stage in STAGES:
        assert selects(spec["selector"], read_labels(stage.name))
        assert read_labels(stage.name)[spec["jobLabel"]] == "tidings"


def test_the_operator_of_prometheus_gets_the_rules_of_every_other_prometheus():
    path = FOLDER / "write_rules.py"
    found = [each for each in RESOURCES if each.kind == "PrometheusRule"]
    wanted = runpy.run_path(str(path))["build_resource"]()
    assert [each.body for each in found] == [wanted], "run deploy/kubernetes/write_rules.py"


def test_the_file_of_the_watches_outlives_the_stage_and_is_never_opened_to_a_group():
    watch = find_one("Deployment", SINGLE)
    assert watch["spec"]["replicas"] == 1
    assert watch["spec"]["strategy"] == {"type": "Recreate"}
    pod = read_pod(watch)
    (claim,) = (
        each["persistentVolumeClaim"]["claimName"]
        for each in pod["volumes"]
        if "persistentVolumeClaim" in each
    )
    kept = [each.path.parts for each in find_all("PersistentVolumeClaim") if each.name == claim]
    assert ["engines" in each for each in kept] == [True]
    # At each mount Kubernetes lets the group write to what is there, unless told otherwise, and a
    # file that a group may write to is refused.
    assert pod["securityContext"]["fsGroupChangePolicy"] == "OnRootMismatch"
