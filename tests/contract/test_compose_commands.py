"""Each command line, variable and port in docker-compose.yml is one that the code has."""

from __future__ import annotations

import tomllib
from importlib import import_module
from typing import Any

import pytest
from compose_file import CONFIGURED, OURS, ROOT, SERVICES, THEIRS
from pydantic_settings import BaseSettings

from tidings.topics import MAX_MESSAGE_BYTES
from tidings.tracing.opening import ENDPOINTS

# The packages that the Dockerfile installs.
PACKAGES = ("shared", "services/ingest", "services/enrich", "services/index", "services/desk")
SETTINGS_MODULES = (
    "tidings.settings",
    "tidings_ingest.settings",
    "tidings_enrich.settings",
    "tidings_index.settings",
    "tidings_index.watch.settings",
    "tidings_desk.settings",
)
STAGES = ("ingest", "enrich", "index", "watch", "desk")


def read_project(package: str) -> dict[str, Any]:
    project = tomllib.loads((ROOT / package / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]


def find_settings(module: str) -> list[type[BaseSettings]]:
    return [
        each
        for each in vars(import_module(module)).values()
        if isinstance(each, type) and issubclass(each, BaseSettings) and each is not BaseSettings
    ]


def list_variables(settings: type[BaseSettings]) -> set[str]:
    prefix = settings.model_config["env_prefix"]
    return {f"{prefix}{field}".upper() for field in settings.model_fields}


def name_settings_module(stage: str) -> str:
    """Return the module of a stage's settings; watch has no package of its own."""
    package = "tidings_index.watch" if stage == "watch" else f"tidings_{stage}"
    return f"{package}.settings"


def find_stage_settings(stage: str) -> type[BaseSettings]:
    module = name_settings_module(stage)
    (found,) = (each for each in find_settings(module) if each.__module__ == module)
    return found


@pytest.mark.parametrize("name", sorted(CONFIGURED))
def test_a_container_runs_a_script_that_the_installed_packages_declare(name):
    projects = [read_project(package) for package in PACKAGES]
    scripts = {script for each in projects for script in each.get("scripts", {})}
    commands = {
        command
        for each in projects
        for command in each.get("entry-points", {}).get("tidings.commands", {})
    }
    script, *arguments = OURS[name]["command"]
    assert script in scripts
    assert all(argument in commands for argument in arguments[:1])


@pytest.mark.parametrize("name", sorted(CONFIGURED))
def test_every_variable_of_a_stage_is_one_that_its_settings_read(name):
    modules = SETTINGS_MODULES[:1] + tuple(
        module for module in SETTINGS_MODULES if module == name_settings_module(name)
    )
    read = {
        variable
        for module in modules
        for settings in find_settings(module)
        for variable in list_variables(settings)
    }
    assert set(OURS[name]["environment"]) - set(ENDPOINTS) <= read


@pytest.mark.parametrize("name", sorted(CONFIGURED))
def test_every_value_is_one_that_the_settings_accept(name, monkeypatch):
    for variable, value in OURS[name]["environment"].items():
        monkeypatch.setenv(variable, value)
    for module in SETTINGS_MODULES:
        for settings in find_settings(module):
            settings()


@pytest.mark.parametrize("stage", STAGES)
def test_metrics_are_served_on_the_usual_port_and_asked_for_there(stage):
    port = OURS[stage]["environment"]["TIDINGS_METRICS_PORT"]
    assert find_stage_settings(stage).model_fields["metrics_port"].default == int(port)
    assert OURS[stage]["healthcheck"]["test"][-1] == port
    scraped = (ROOT / "deploy/compose/prometheus.yml").read_text(encoding="utf-8")
    assert f"{stage}:{port}" in scraped


def test_commands_on_this_machine_find_ingest_kafka_and_elasticsearch_without_being_told():
    published = {
        entry.split(":")[1] for each in SERVICES.values() for entry in each.get("ports", [])
    }
    assert {"8080", "9092", "9200"} <= published
    assert "127.0.0.1:9092" in THEIRS["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]


def test_stages_reach_the_servers_by_the_names_of_their_containers():
    for name, each in CONFIGURED.items():
        if name == "desk":
            continue  # it reads from the index alone
        broker = each["environment"]["TIDINGS_KAFKA_BOOTSTRAP_SERVERS"]
        listeners = THEIRS["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
        assert f"NETWORK://{broker}" in listeners.split(",")
    # Ingest asks it where an article is.
    asking = {
        name
        for name, each in CONFIGURED.items()
        if "TIDINGS_ELASTICSEARCH_URL" in each["environment"]
    }
    assert asking >= {"provision", "ingest", "index", "watch", "desk"}
    for name in asking:
        url = OURS[name]["environment"]["TIDINGS_ELASTICSEARCH_URL"]
        assert url.removeprefix("http://").split(":")[0] in THEIRS


def test_the_broker_takes_the_largest_message_of_the_road():
    environment = THEIRS["kafka"]["environment"]
    assert environment["KAFKA_MESSAGE_MAX_BYTES"] == str(MAX_MESSAGE_BYTES)
    assert environment["KAFKA_REPLICA_FETCH_MAX_BYTES"] == str(MAX_MESSAGE_BYTES)
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_the_servers_are_of_the_versions_that_the_embedded_stack_runs():
    lock = (ROOT / "deploy/local/tidings_local/jars.lock.json").read_text(encoding="utf-8")
    kafka, elasticsearch = (THEIRS[name]["image"] for name in ("kafka", "elasticsearch"))
    assert f'"org.apache.kafka:kafka_2.13:{kafka.partition(":")[2]}"' in lock
    assert f"elasticsearch:{elasticsearch.partition(':')[2]}" in lock
    assert THEIRS["kibana"]["image"].partition(":")[2] == elasticsearch.partition(":")[2]
