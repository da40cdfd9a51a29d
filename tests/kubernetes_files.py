"""Read deploy/kubernetes as the tests look at it: ``from kubernetes_files import RESOURCES``.

This is no Kustomize: it reads which files belong together and leaves merging to ``kubectl``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from compose_file import ROOT

FOLDER = ROOT / "deploy/kubernetes"
KUSTOMIZATIONS = sorted(FOLDER.rglob("kustomization.yaml"))
# What an operator applies; the others are parts of these.
APPLIED = sorted([*FOLDER.glob("overlays/*"), *FOLDER.glob("engines/[!b]*")])
WORKLOADS = ("Deployment", "Job")


@dataclass(frozen=True, slots=True)
class Resource:
    """One document of a file."""

    path: Path
    body: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @property
    def name(self) -> str:
        return str(self.body["metadata"]["name"])

    @property
    def id(self) -> str:
        """What pytest shows."""
        return f"{self.path.relative_to(FOLDER)}:{self.kind}/{self.name}"


def read_resources(path: Path) -> list[Resource]:
    """Return the documents of a file."""
    found = yaml.safe_load_all(path.read_text(encoding="utf-8"))
    return [Resource(path, each) for each in found if each]


def read_kustomization(folder: Path) -> dict[str, Any]:
    """Return the kustomization of a folder."""
    text = (folder / "kustomization.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def gather_resources(folder: Path) -> Iterator[Resource]:
    """Give what a kustomization and all that it is made of list, before any patch."""
    content = read_kustomization(folder)
    for entry in [*content.get("resources", ()), *content.get("components", ())]:
        path = (folder / entry).resolve()
        if path.is_dir():
            yield from gather_resources(path)
        else:
            yield from read_resources(path)


RESOURCES = [
    resource
    for path in sorted(FOLDER.rglob("*.yaml"))
    if path.name != "kustomization.yaml"
    for resource in read_resources(path)
]


def find_all(*kinds: str) -> list[Resource]:
    """Return the resources of these kinds."""
    return [each for each in RESOURCES if each.kind in kinds]


def find_one(kind: str, name: str) -> dict[str, Any]:
    """Return the one resource with this kind and name."""
    (found,) = (each.body for each in find_all(kind) if each.name == name)
    return found


def read_pod(workload: dict[str, Any]) -> dict[str, Any]:
    """Return what a Deployment or Job says of its pods."""
    pod: dict[str, Any] = workload["spec"]["template"]["spec"]
    return pod


def read_container(workload: dict[str, Any]) -> dict[str, Any]:
    """Return the only container of a Deployment or Job."""
    (container,) = read_pod(workload)["containers"]
    return dict(container)


def read_env_file(name: str) -> dict[str, str]:
    """Return the variables of the ConfigMap ``name``, as the base generates it."""
    generators = read_kustomization(FOLDER / "base")["configMapGenerator"]
    (files,) = (each["envs"] for each in generators if each["name"] == name)
    lines = [
        line
        for file in files
        for line in (FOLDER / "base" / file).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def read_environment(workload: dict[str, Any]) -> dict[str, str]:
    """Return the variables of a workload; of a secret, where it comes from."""
    container = read_container(workload)
    found: dict[str, str] = {}
    for each in container["envFrom"]:
        found |= read_env_file(each["configMapRef"]["name"])
    for each in container.get("env", ()):
        secret = each.get("valueFrom", {}).get("secretKeyRef")
        found[each["name"]] = f"{secret['name']}/{secret['key']}" if secret else each["value"]
    return found


def selects(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Return whether a label selector takes these labels; of expressions, ``In`` alone."""
    exact = selector.get("matchLabels", {}).items() <= labels.items()
    return exact and all(
        each["operator"] == "In" and labels.get(each["key"]) in each["values"]
        for each in selector.get("matchExpressions", ())
    )
