"""The bill of materials is valid CycloneDX, names all that is pinned, and is the same each time."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from compose_file import ROOT
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tidings_local.bill_of_materials import SPEC_VERSION, write_bill
from tidings_local.jar_lock import read_lock


@pytest.fixture(scope="module")
def bill():
    return write_bill(ROOT)


@pytest.fixture(scope="module")
def components(bill):
    return {each["purl"]: each for each in json.loads(bill)["components"]}


def test_it_is_valid_by_the_schema_of_cyclonedx(bill):
    validator = JsonStrictValidator(SchemaVersion.from_version(SPEC_VERSION))
    assert validator.validate_str(bill) is None
    assert validator.validate_str(bill.replace('"library"', '"book"')) is not None


def test_every_pinned_package_is_in_it(components):
    pinned = {
        f"pkg:pypi/{name}@{version}"
        for lock in (ROOT / "locks").glob("*.txt")
        for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock.read_text("utf-8"))
    }
    jars = {
        f"pkg:maven/{jar.group}/{jar.artifact}@{jar.version}"
        for each in read_lock().values()
        for jar in each.jars
    }
    web = json.loads((ROOT / "services/desk/web/package-lock.json").read_text("utf-8"))["packages"]
    assert len(pinned) > 100
    assert len(jars) > 50
    assert pinned | jars <= set(components)
    assert Counter(purl.partition("/")[0] for purl in components) == {
        "pkg:pypi": len(pinned),
        "pkg:maven": len(jars),
        "pkg:npm": len({(path.rpartition("node_modules/")[2], each.get("version"))
                        for path, each in web.items() if path}),
    }  # fmt: skip


def test_what_runs_and_what_only_builds_or_tests_are_told_apart(components):
    scopes = {purl.rpartition("@")[0]: each["scope"] for purl, each in components.items()}
    assert scopes["pkg:pypi/faust-streaming"] == scopes["pkg:npm/preact"] == "required"
    assert scopes["pkg:maven/org.apache.kafka/kafka_2.13"] == "optional"
    assert scopes["pkg:pypi/pytest"] == scopes["pkg:npm/typescript"] == "excluded"


def test_the_same_locks_make_the_same_bytes_without_time_or_number(bill):
    assert write_bill(ROOT) == bill
    told = json.loads(bill)
    assert "serialNumber" not in told
    assert "timestamp" not in told["metadata"]
