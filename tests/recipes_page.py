"""The recipes of docs/analysts.md, as a reader would paste them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compose_file import ROOT
from elasticsearch import Elasticsearch

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


def read_curl() -> Question:
    """Return what the page's curl sends."""
    section = PAGE.read_text(encoding="utf-8").split("\n## Recipes", 1)[1]
    found = re.search(
        r"curl -s 'http://127.0.0.1:9200/([^']+)' .*? -d '\n(.*?)'\n", section, re.DOTALL
    )
    assert found is not None
    return Question("POST", found[1], json.loads(found[2]))


def _read_questions(text: str) -> Iterator[Question]:
    for method, path, body in _REQUEST.findall(text):
        yield Question(method, path, json.loads(body) if body.strip() else None)


class Asker:
    """Sends what the page has to an index of another name, and takes no deprecated request."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self.client = client
        self.alias = alias

    def ask(self, question: Question, **changes: Any) -> dict[str, Any]:
        path = "/" + question.path.replace("articles", self.alias)
        text = json.dumps((question.body or {}) | changes)
        body = json.loads(text.replace('"articles"', f'"{self.alias}"')) or None
        headers = {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        answer = self.client.perform_request(question.method, path, body=body, headers=headers)
        assert "warning" not in answer.meta.headers, answer.meta.headers["warning"]
        told: dict[str, Any] = answer.body
        assert told.get("_shards", {}).get("failed", 0) == 0
        return told

    def ask_recipe(self, title: str) -> dict[str, Any]:
        """Ask the one question of a recipe."""
        (question,) = read_recipes()[title]
        return self.ask(question)
