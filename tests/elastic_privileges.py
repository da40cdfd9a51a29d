"""Which privilege Elasticsearch wants for what is asked of it, and what a role gives.

By the security privileges and the pages of each API in Elasticsearch's reference, version 9: only
what our stages ask has a row, so that a new question fails until somebody has looked its row up.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

ROLES = Path(__file__).parents[1] / "deploy/elasticsearch/roles"
INDEX = r"/(?P<index>[^/_][^/]*)"
# Method, path, privilege.
WANTED = (
    ("GET", f"{INDEX}/_doc/[^/]+", "read"),
    ("GET|POST", f"{INDEX}/_(?:search|count|mget|msearch)", "read"),
    ("GET|POST", "/_(?:mget|msearch)", "read"),
    ("POST|PUT", f"(?:{INDEX})?/_bulk", "index"),
    ("GET|HEAD", f"{INDEX}(?:/_mapping|/_alias/[^/]+)?", "view_index_metadata"),
    ("GET|HEAD", "/_alias/(?P<index>[^/]+)", "view_index_metadata"),
    ("POST", f"{INDEX}/_refresh", "maintenance"),
    # An index that is created with an alias needs it on both.
    ("PUT", INDEX, "manage"),
    ("PUT", f"{INDEX}/_(?:mapping|settings|block/write|alias/[^/]+)", "manage"),
    ("POST", "/_aliases", "manage"),
    ("DELETE", INDEX, "manage"),
)
# What one privilege has in it.
GRANTS = {
    "manage": {"manage", "maintenance", "view_index_metadata"},
    "read": {"read"},
    "index": {"index"},
    "view_index_metadata": {"view_index_metadata"},
    "maintenance": {"maintenance"},
}


def find_wanted(method: str, path: str) -> tuple[str, str | None]:
    """Return the privilege, and the index that it is needed on where the path says it."""
    for methods, pattern, privilege in WANTED:
        found = re.fullmatch(pattern, path)
        if found and method in methods.split("|"):
            return privilege, found.groupdict().get("index")
    raise AssertionError(f"{method} {path} has no row: look up what it needs, and add it")


def read_privileges(role: str) -> list[str]:
    """Return the privileges of a role, which has one rule."""
    return list(_read_rule(role)["privileges"])


def covers(role: str, index: str) -> bool:
    """Return whether the rule of a role is for this index or alias."""
    return any(fnmatchcase(index, name) for name in _read_rule(role)["names"])


def _read_rule(role):
    (rule,) = json.loads((ROLES / f"{role}.json").read_text("utf-8"))["indices"]
    return rule
