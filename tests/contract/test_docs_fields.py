"""The table of fields that analysts read is the mapping: each field, its type, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from compose_file import ROOT

SCHEMA = json.loads((ROOT / "deploy/elasticsearch/articles.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/analysts.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[a-z_.`, ]+`) \| ([a-z_]+(?:, kept)?) \| [^|]+ \|$", re.MULTILINE)


def list_fields(properties: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield each field with its type; "kept" is what no query can ask for."""
    for name, field in properties.items():
        is_asked = field.get("enabled", True) and field.get("index", True)
        yield above + name, field.get("type", "object") + ("" if is_asked else ", kept")
        for inner in ("properties", "fields"):
            yield from list_fields(field.get(inner, {}), f"{above}{name}.")


def read_table() -> list[tuple[str, str]]:
    """Return the fields of every row; one row may have several of one type."""
    section = PAGE.split("## What an article has", 1)[1].split("\n## ", 1)[0]
    return [
        (name, kind)
        for names, kind in ROW.findall(section)
        for name in re.findall("`([^`]+)`", names)
    ]


def test_the_table_of_fields_is_the_mapping():
    shown, mapped = read_table(), dict(list_fields(SCHEMA["mappings"]["properties"]))
    assert dict(shown) == mapped
    assert len(shown) == len(mapped)
