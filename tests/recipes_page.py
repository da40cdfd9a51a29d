"""The recipes of docs/analysts.md, as a reader would paste them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compose_file import ROOT

PAGE = ROOT / "docs/analysts.md"
_RECIPE = re.compile(r"^### (.+?)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_REQUEST = re.compile(r"^```console\n([A-Z]+) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Question:
    """A request as it stands on the page: ``path`` without the slash, ``body`` None for none."""

    method: str
    path: str
    body: dict[str, Any] | None


def read_recipes() -> dict[str, list[Question]]:
    """Return the requests of each recipe, by its heading."""
    section = PAGE.read_text(encoding="utf-8").split("\n## Recipes", 1)[1].split("\n## ", 1)[0]
    return {title: list(_read_questions(text)) for title, text in _RECIPE.findall(section)}


def _read_questions(text: str) -> Iterator[Question]:
    for method, path, body in _REQUEST.findall(text):
        yield Question(method, path, json.loads(body) if body.strip() else None)
