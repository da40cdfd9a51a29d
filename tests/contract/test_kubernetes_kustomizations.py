"""What the kustomizations name exists, and each patch has something to change."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
import yaml
from kubernetes_files import (
    APPLIED,
    FOLDER,
    KUSTOMIZATIONS,
    RESOURCES,
    gather_resources,
    read_kustomization,
)

from tidings import __version__

FOLDERS = [each.parent for each in KUSTOMIZATIONS]
BY_FOLDER = pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda each: str(each.relative_to(FOLDER))
)
BY_APPLIED = pytest.mark.parametrize(
    "folder", APPLIED, ids=lambda each: str(each.relative_to(FOLDER))
)


def walk(body: object, pointer: str) -> list[object]:
    """Return what stands on each step of a JSON pointer; raises where one leads nowhere."""
    steps = [body]
    for part in pointer.split("/")[1:]:
        here = steps[-1]
        steps.append(here[int(part)] if isinstance(here, list) else here[part])  # type: ignore[index]
    return steps


@BY_FOLDER
def test_everything_that_a_kustomization_names_exists(folder):
    content = read_kustomization(folder)
    for entry in content.get("resources", ()):
        path = folder / entry
        assert path.is_file() or (path / "kustomization.yaml").is_file(), entry
    for entry in content.get("components", ()):
        assert read_kustomization(folder / entry)["kind"] == "Component"
    for generator in content.get("configMapGenerator", ()):
        assert all((folder / each).is_file() for each in generator.get("envs", ()))


@BY_FOLDER
def test_every_file_of_a_folder_is_in_its_kustomization(folder):
    listed = set(read_kustomization(folder).get("resources", ()))
    assert {each.name for each in folder.glob("*.yaml")} - {"kustomization.yaml"} <= listed


@BY_APPLIED
def test_no_resource_is_there_twice(folder):
    found = [(each.kind, each.name) for each in gather_resources(folder)]
    assert len(found) == len(set(found))


@BY_APPLIED
def test_whoever_deletes_the_stages_does_not_delete_the_namespace_and_its_volumes(folder):
    assert "Namespace" not in {each.kind for each in gather_resources(folder)}


@BY_APPLIED
def test_data_and_stages_are_applied_apart(folder):
    kinds = {each.kind for each in gather_resources(folder)}
    assert not ({"Kafka", "Elasticsearch"} & kinds and "Deployment" in kinds)


@pytest.mark.parametrize(
    ("folder", "patch"),
    [
        (folder, patch)
        for folder in FOLDERS
        for patch in read_kustomization(folder).get("patches", ())
    ],
    ids=lambda each: str(each["target"]) if isinstance(each, dict) else each.name,
)
def test_each_patch_changes_something_that_is_there(folder, patch):
    target = patch["target"]
    # A component patches what it is put on.
    resources = RESOURCES if "components" in folder.parts else gather_resources(folder)
    meant = [
        each.body
        for each in resources
        if re.fullmatch(target["kind"], each.kind)
        and re.fullmatch(target.get("name", ".*"), each.name)
    ]
    assert len(meant) >= len(target.get("name", "one").split("|"))
    for change in yaml.safe_load(patch["patch"]):
        parent, _, field = change["path"].rpartition("/")
        for body in meant:
            there = walk(body, parent)[-1]
            assert isinstance(there, dict | list)
            if change["op"] in ("replace", "remove"):
                walk(body, change["path"])
            else:
                assert field not in there


@BY_APPLIED
def test_settings_that_an_overlay_changes_are_those_of_the_base(folder):
    base = {each["name"] for each in read_kustomization(FOLDER / "base")["configMapGenerator"]}
    for each in read_kustomization(folder).get("configMapGenerator", ()):
        assert each["name"] in base
        assert each["behavior"] == "merge"


def test_the_image_that_an_overlay_moves_is_the_one_of_the_stages():
    (image,) = read_kustomization(FOLDER / "overlays/production")["images"]
    assert (image["name"], image["newTag"]) == ("tidings", __version__)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl builds, where there is one")
@BY_APPLIED
def test_kubectl_builds_what_an_operator_applies(folder):
    built = subprocess.run(
        ["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    assert not built.stderr
    found = {(each["kind"], each["metadata"]["name"]) for each in yaml.safe_load_all(built.stdout)}
    assert {(each.kind, each.name) for each in gather_resources(folder)} <= found
    if folder.name == "trial":
        assert "replicas: 3" not in built.stdout
