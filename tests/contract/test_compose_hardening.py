"""Each container of docker-compose.yml is pinned, watched, bounded and has few rights."""

from __future__ import annotations

import re

import pytest
from compose_file import (
    COMPOSE,
    COMPOSE_FILE,
    OURS,
    ROOT,
    SERVICES,
    TASKS,
    THEIRS,
    read_bytes,
    read_tmpfs,
)

from tidings import __version__

GIB = 1024**3
# What the stack may take of a machine with 24 GiB, which has a system to run as well.
MEMORY_BOUND = 16 * GIB
EVERY = pytest.mark.parametrize("name", sorted(SERVICES))


@EVERY
def test_an_image_has_a_full_version_and_a_short_name(name):
    repository, _, tag = SERVICES[name]["image"].partition(":")
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", tag), "a version of three numbers, never latest"
    assert "." not in repository, "a name of Docker Hub, no host"


@EVERY
def test_a_root_file_system_cannot_be_written_and_no_right_is_gained(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "user"} & set(service)


@EVERY
def test_memory_and_processes_are_bounded(name):
    assert read_bytes(SERVICES[name]["mem_limit"]) >= 128 * 1024**2
    assert SERVICES[name]["pids_limit"] > 0


def test_all_limits_together_fit_the_machine():
    assert sum(read_bytes(each["mem_limit"]) for each in SERVICES.values()) <= MEMORY_BOUND


@EVERY
def test_what_is_kept_in_memory_is_less_than_half_of_the_limit(name):
    mounts = [read_tmpfs(entry)[1] for entry in SERVICES[name].get("tmpfs", [])]
    assert sum(read_bytes(each["size"]) for each in mounts) < (
        read_bytes(SERVICES[name]["mem_limit"]) / 2
    )


@EVERY
def test_a_server_is_watched_and_a_task_ends(name):
    service = SERVICES[name]
    if name in TASKS:
        assert "healthcheck" not in service
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@EVERY
def test_who_needs_another_waits_until_it_is_healthy_or_done(name):
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        expected = "service_completed_successfully" if needed in TASKS else "service_healthy"
        assert how == {"condition": expected}


def test_what_is_waited_for_until_it_is_done_is_a_task():
    needed = [pair for each in SERVICES.values() for pair in each.get("depends_on", {}).items()]
    done = {name for name, how in needed if how["condition"] == "service_completed_successfully"}
    assert done == {"provision"}
    assert {"provision", "kibana-objects"} == TASKS


@EVERY
def test_ports_are_published_on_loopback_only(name):
    for published in SERVICES[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", published)


@EVERY
def test_logs_cannot_fill_the_disk(name):
    assert SERVICES[name]["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_what_has_to_outlive_a_container_is_on_a_named_volume(name):
    mounts = [each.split(":")[0] for each in SERVICES[name]["volumes"]]
    named = [each for each in mounts if not each.startswith("./")]
    assert named
    assert set(named) <= set(COMPOSE["volumes"])


def test_every_named_volume_is_used():
    used = {entry.split(":")[0] for each in SERVICES.values() for entry in each.get("volumes", [])}
    assert set(COMPOSE["volumes"]) <= used


@EVERY
def test_what_is_mounted_from_this_repository_exists_and_is_read_only(name):
    for entry in SERVICES[name].get("volumes", []):
        if entry.startswith("./"):
            source, _, mode = entry.split(":")
            assert (ROOT / source).exists()
            assert mode == "ro"


def test_the_stages_are_one_image_of_this_version():
    assert {each["image"] for each in OURS.values()} == {f"tidings:{__version__}"}


def test_no_secret_stands_in_the_file():
    text = COMPOSE_FILE.read_text(encoding="utf-8")
    for name in re.findall(r"^\s*(\w*(?:PASSWORD|SECRET|TOKEN|API_KEY)\w*):", text, re.MULTILINE):
        (value,) = re.findall(rf"^\s*{name}: (.*)$", text, re.MULTILINE)
        assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{name} must come from .env"


def test_every_variable_of_env_file_is_used_and_has_no_value():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    assert names
    assert all(line.endswith("=") for line in names)
    wanted = set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text(encoding="utf-8")))
    assert wanted == {line.removesuffix("=") for line in names}
