"""The bill of materials: every package that is pinned, as CycloneDX JSON.

    python -m tidings_local.bill_of_materials ROOT FILE

From the locks alone, and neither a time nor a serial number in it: the same locks make the same
bytes. The hashes of Python packages stand in the locks, one for each of their files.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from tidings import __version__
from tidings_local.jar_lock import read_lock

SPEC_VERSION: Final = "1.6"
_PINNED: Final = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?")
# Optional is what an extra or the embedded stack brings, excluded what only builds and tests.
Scope = Literal["required", "optional", "excluded"]
# A package that stands in several has the first one's.
PYTHON_LOCKS: Final[tuple[tuple[str, Scope], ...]] = (
    ("services.txt", "required"),
    ("services-english.txt", "optional"),
    ("dev.txt", "excluded"),
    ("peers.txt", "excluded"),
    ("uv.txt", "excluded"),
)
Component = dict[str, Any]


def write_bill(root: Path) -> str:
    """Return the bill of what the locks below ``root`` pin, components by their names."""
    found: dict[str, Component] = {}
    for each in (*_list_python(root / "locks"), *_list_jars(), *_list_npm(root)):
        found.setdefault(each["purl"], each)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "tidings",
                "name": "tidings",
                "version": __version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [found[purl] for purl in sorted(found)],
    }
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def _list_python(folder: Path) -> Iterator[Component]:
    for name, scope in PYTHON_LOCKS:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if (pinned := _PINNED.fullmatch(line)) is None:
                continue
            package, version, marker = pinned.groups()
            described = _describe(f"pkg:pypi/{package.lower()}@{version}", package, version, scope)
            if marker:
                described["properties"] = [{"name": "tidings:where", "value": marker}]
            yield described


def _list_jars() -> Iterator[Component]:
    for each in read_lock().values():
        for jar in each.jars:
            purl = f"pkg:maven/{jar.group}/{jar.artifact}@{jar.version}"
            yield {
                **_describe(purl, jar.artifact, jar.version, "optional"),
                "group": jar.group,
                "hashes": [{"alg": "SHA-256", "content": jar.sha256}],
            }


def _list_npm(root: Path) -> Iterator[Component]:
    lock = json.loads((root / "services/desk/web/package-lock.json").read_text(encoding="utf-8"))
    for path, each in lock["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        builds_only = each.get("dev") or each.get("optional") or name == "esbuild"
        scope: Scope = "excluded" if builds_only else "required"
        purl = f"pkg:npm/{quote(name)}@{each['version']}"
        described = _describe(purl, name, each["version"], scope)
        algorithm, _, digest = each["integrity"].partition("-")
        described["hashes"] = [
            {"alg": algorithm.upper().replace("SHA", "SHA-"), "content": _to_hex(digest)}
        ]
        if "license" in each:
            described["licenses"] = [{"expression": each["license"]}]
        yield described


def _describe(purl: str, name: str, version: str, scope: Scope) -> Component:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": scope,
        "purl": purl,
    }


def _to_hex(digest: str) -> str:
    return base64.b64decode(digest).hex()


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(write_bill(Path(sys.argv[1])), encoding="utf-8")
