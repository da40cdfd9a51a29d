"""What the documentation names exists: files, make targets, variables, defaults."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from compose_file import ROOT, SERVICES, read_bytes
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from tidings.configuration.declaration import COMMAND_VARIABLES

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
MODULES = (
    *("tidings", "tidings_ingest", "tidings_enrich", "tidings_index", "tidings_index.watch"),
    "tidings_desk",
)
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def read_defaults() -> dict[str, set[str]]:
    """Return each variable with the defaults that the settings classes give it."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        for settings in vars(import_module(f"{module}.settings")).values():
            if isinstance(settings, type) and issubclass(settings, BaseSettings):
                prefix = settings.model_config.get("env_prefix", "")
                for name, field in settings.model_fields.items():
                    default = str(field.default)
                    if field.default is PydanticUndefined or field.default is None:
                        default = ""
                    found.setdefault(f"{prefix}{name}".upper(), set()).add(default)
    return found


@BY_PAGE
def test_every_link_within_the_project_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@BY_PAGE
def test_every_path_that_is_named_exists(page):
    roots = "docs|deploy|shared|services|tests|examples|locks|bench"
    text = page.read_text(encoding="utf-8")
    for path in re.findall(rf"`((?:{roots})/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path


@BY_PAGE
def test_every_make_target_that_is_named_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets


@BY_PAGE
def test_every_variable_that_is_named_is_read(page):
    named = set(re.findall(r"\bTIDINGS_[A-Z_]*[A-Z]\b", page.read_text(encoding="utf-8")))
    assert named <= set(read_defaults()) | COMMAND_VARIABLES


def test_the_defaults_in_the_table_are_those_of_the_code():
    defaults = read_defaults()
    rows = re.findall(r"^\| `(TIDINGS_\w+)` \| [^|]+ \| ([^|]+) \|$", OPERATIONS, re.MULTILINE)
    assert len(rows) > 10
    for variable, cell in rows:
        shown = re.findall(r"`([^`]+)`", cell)
        known = defaults[variable]
        if known != {""}:
            assert any(default in shown for default in known), variable


def test_the_table_of_containers_has_the_limits_and_addresses_of_the_compose_file():
    rows = re.findall(r"^\| ([\w-]+) \| (\S*) ?\| ([\d.]+ [MG]iB) \|", OPERATIONS, re.MULTILINE)
    units = {"MiB": 1024**2, "GiB": 1024**3}
    shown = {name: (address, limit.split()) for name, address, limit in rows}
    assert set(shown) == set(SERVICES)
    for name, (address, (number, unit)) in shown.items():
        assert float(number) * units[unit] == read_bytes(SERVICES[name]["mem_limit"])
        ports = [each.rpartition(":")[0] for each in SERVICES[name].get("ports", [])]
        assert [address.removeprefix("http://")] == (ports or [""])
    total = sum(read_bytes(each["mem_limit"]) for each in SERVICES.values()) / units["GiB"]
    assert f"The limits add up to {total:g} GiB" in OPERATIONS


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/decisions/0*.md")), ids=lambda p: p.stem)
def test_a_decision_says_why_what_and_what_would_change_it(path):
    text = path.read_text(encoding="utf-8")
    number = path.name[:4]
    assert text.startswith(f"# {number} ")
    for part in ("**Context.**", "**Choice.**", "**What would change our mind.**"):
        assert part in text
    assert path.name in (path.parent / "README.md").read_text(encoding="utf-8")
