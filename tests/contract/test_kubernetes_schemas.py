"""Each resource is one that Kubernetes takes, and each custom one has only fields that we know."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml
from compose_file import ROOT
from jsonschema import Draft202012Validator
from kubernetes_files import RESOURCES
from referencing import Registry, Resource

# The oldest with all that is used (docs/kubernetes.md), and the newest that the package knows.
VERSIONS = ("v1.31.0", "v1.37.0")
SCHEMAS = files("kubernetes_validate") / "kubernetes-json-schema"
SHAPES = yaml.safe_load((ROOT / "tests/data/custom_resources.yaml").read_text(encoding="utf-8"))
CUSTOM = [each for each in RESOURCES if f"{each.body['apiVersion']}/{each.kind}" in SHAPES["kinds"]]
BUILT_IN = [each for each in RESOURCES if each not in CUSTOM]


@cache
def read_definitions(version: str) -> tuple[str, Any]:
    folder = SCHEMAS / f"{version}-local-strict"
    text = (folder / "_definitions.json").read_text(encoding="utf-8")
    return "_definitions.json", Resource.from_contents(json.loads(text))


@cache
def open_validator(version: str, kind: str, api: str) -> Draft202012Validator:
    group, _, number = api.rpartition("/")
    name = "-".join(part for part in (kind.lower(), group.split(".")[0], number) if part)
    schema = (SCHEMAS / f"{version}-local-strict/{name}.json").read_text(encoding="utf-8")
    return Draft202012Validator(
        json.loads(schema), registry=Registry().with_resource(*read_definitions(version))
    )


def find_errors(validator: Draft202012Validator, body: object) -> list[str]:
    return [
        f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in validator.iter_errors(body)
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("resource", BUILT_IN, ids=lambda each: each.id)
def test_kubernetes_knows_each_field_of_its_own_resources(resource, version):
    validator = open_validator(version, resource.kind, resource.body["apiVersion"])
    assert find_errors(validator, resource.body) == []


@pytest.mark.parametrize("resource", CUSTOM, ids=lambda each: each.id)
def test_the_resource_of_an_operator_has_only_fields_that_we_know(resource):
    shape = SHAPES["kinds"][f"{resource.body['apiVersion']}/{resource.kind}"]
    validator = Draft202012Validator({**shape, "$defs": SHAPES["$defs"]})
    assert find_errors(validator, resource.body["spec"]) == []
    assert set(resource.body) == {"apiVersion", "kind", "metadata", "spec"}


def test_a_typing_error_in_a_field_is_found():
    deployment = next(each for each in BUILT_IN if each.kind == "Deployment")
    body = {**deployment.body, "spec": {**deployment.body["spec"], "replica": 2}}
    validator = open_validator(VERSIONS[-1], "Deployment", "apps/v1")
    assert find_errors(validator, body)


def test_there_is_no_resource_of_a_kind_that_neither_schema_knows():
    groups = {each.body["apiVersion"].rpartition("/")[0] for each in BUILT_IN}
    assert groups == {"", "apps", "autoscaling", "batch", "networking.k8s.io", "policy"}
