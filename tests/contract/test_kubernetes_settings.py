"""Each variable, port, image and secret of deploy/kubernetes is one that the code has."""

from __future__ import annotations

import re

import pytest
from compose_file import OURS, read_bytes
from kubernetes_files import (
    FOLDER,
    find_all,
    find_one,
    read_container,
    read_environment,
    read_kustomization,
    read_pod,
)
from trustme import CA

from tidings import __version__
from tidings.configuration.declaration import find_declarations, list_known_names, list_variables
from tidings.configuration.problems import find_problems
from tidings.private.reading import TOO_OPEN

WORKLOADS = find_all("Deployment", "Job")
DECLARATIONS = find_declarations()
CONFIGURED = [each for each in WORKLOADS if each.name != "tools"]
STAGES = [each for each in CONFIGURED if each.kind == "Deployment"]
BY_NAME = {"ids": lambda each: each.name}
# Made by Strimzi and ECK, of the names of their resources; the other two are the operator's.
CLUSTER_SECRETS = {"tidings-cluster-ca-cert", "tidings-es-http-certs-public"}
OWN_SECRETS = {"tidings-keys", "tidings-elasticsearch"}


def test_what_the_stages_of_compose_are_there_are_here_too():
    assert {each.name for each in STAGES} == {
        name for name, each in OURS.items() if "healthcheck" in each
    }


@pytest.mark.parametrize("workload", CONFIGURED, **BY_NAME)
def test_a_stage_reads_each_of_its_variables_and_would_start_with_them(
    workload, monkeypatch, tmp_path
):
    authority = tmp_path / "ca.crt"
    CA().cert_pem.write_to_path(authority)
    declaration = DECLARATIONS[workload.name]
    read = {each.name for settings in declaration.classes for each in list_variables(settings)}
    environment = read_environment(workload.body)
    assert set(environment) <= read
    for name, value in environment.items():
        # The file is there in the pod only.
        monkeypatch.setenv(name, str(authority) if name.endswith("_CA_FILE") else value)
    assert find_problems(declaration) == []


def test_commands_read_each_variable_that_they_are_given():
    tools = find_one("Deployment", "tools")
    assert set(read_environment(tools)) <= list_known_names(DECLARATIONS.values())


@pytest.mark.parametrize("workload", CONFIGURED, **BY_NAME)
def test_a_container_runs_the_command_of_compose(workload):
    command = OURS[workload.name]["command"]
    assert read_container(workload.body)["command"][: len(command)] == command


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_the_image_is_that_of_compose_and_of_this_version(workload):
    image = read_container(workload.body)["image"]
    assert image == f"tidings:{__version__}" == OURS["ingest"]["image"]


@pytest.mark.parametrize("workload", STAGES, **BY_NAME)
def test_ports_are_those_that_the_stage_listens_on(workload):
    ports = {each["name"]: each["containerPort"] for each in read_container(workload.body)["ports"]}
    fields = {
        each.name: each.default
        for settings in DECLARATIONS[workload.name].classes
        for each in list_variables(settings)
    }
    environment = read_environment(workload.body)
    assert str(ports["metrics"]) == environment["TIDINGS_METRICS_PORT"]
    assert str(ports["metrics"]) == fields["TIDINGS_METRICS_PORT"]
    listening = {
        value for name, value in environment.items() if re.search(r"_(?:HTTP|DESK)_PORT$", name)
    }
    assert {str(port) for name, port in ports.items() if name == "http"} == listening


@pytest.mark.parametrize("workload", STAGES, **BY_NAME)
def test_whoever_asks_a_stage_from_another_pod_finds_it_listening(workload):
    hosts = {
        name: value for name, value in read_environment(workload.body).items() if "_HOST" in name
    }
    assert hosts["TIDINGS_METRICS_HOST"] == "0.0.0.0"
    assert set(hosts.values()) == {"0.0.0.0"}


@pytest.mark.parametrize("workload", CONFIGURED, **BY_NAME)
def test_memory_is_at_least_what_compose_gives(workload):
    limit = read_container(workload.body)["resources"]["limits"]["memory"]
    assert read_bytes(limit.removesuffix("i").lower()) >= read_bytes(
        OURS[workload.name]["mem_limit"]
    )


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_secrets_are_named_and_never_written_down(workload):
    container = read_container(workload.body)
    for each in container.get("env", ()):
        if re.search(r"PASSWORD|API_KEY|SECRET|TOKEN", each["name"]):
            assert set(each["valueFrom"]) == {"secretKeyRef"}
    users = {each.name for each in find_all("KafkaUser")}
    variables = [each["valueFrom"] for each in container.get("env", ()) if "valueFrom" in each]
    files = [each["secret"] for each in read_pod(workload.body)["volumes"] if "secret" in each]
    named = {each["secretKeyRef"]["name"] for each in variables}
    named |= {each["secretName"] for each in files}
    assert named <= users | CLUSTER_SECRETS | OWN_SECRETS


def test_no_secret_stands_in_any_file_and_none_is_generated():
    assert not find_all("Secret")
    for path in FOLDER.rglob("kustomization.yaml"):
        assert "secretGenerator" not in read_kustomization(path.parent)


@pytest.mark.parametrize("workload", WORKLOADS, **BY_NAME)
def test_files_that_variables_name_are_mounted_there(workload):
    container = read_container(workload.body)
    volumes = {each["name"]: each for each in read_pod(workload.body)["volumes"]}
    mounts = {each["mountPath"]: volumes[each["name"]] for each in container["volumeMounts"]}
    assert len(mounts) == len(volumes)
    wanted = {
        value.rpartition("/")[0]: value.rpartition("/")[2]
        for name, value in read_environment(workload.body).items()
        if name.endswith("_FILE")
    }
    assert wanted.keys() | {"/tmp"} == mounts.keys()
    for folder, file in wanted.items():
        items = mounts[folder].get("secret", {}).get("items", [{"path": file}])
        assert file in {each["path"] for each in items}


def test_the_keys_file_is_closed_enough_for_ingest_to_read_it():
    pod = read_pod(find_one("Deployment", "ingest"))
    (mode,) = (each["secret"]["defaultMode"] for each in pod["volumes"] if each["name"] == "keys")
    assert mode & TOO_OPEN == 0
    assert mode & 0o040
    assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsGroup"]
