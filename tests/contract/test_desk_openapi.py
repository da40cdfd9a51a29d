"""What the desk says of itself is what the page and the documentation are written for."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from desk_parts import HOST, Desk

ROOT = Path(__file__).parents[2]
FILTERS = {
    *("q", "person", "organization", "place", "event_type", "topic", "source", "language"),
    *("story", "from", "to"),
}
LISTED = FILTERS | {"sort"}
# Each path, its parameters, and the model of its answer in JSON.
OPERATIONS = {
    "/api/search": (LISTED | {"size", "after"}, "SearchAnswer"),
    "/api/articles/{id}": ({"id"}, "ArticlePage"),
    "/api/articles/{id}/similar": ({"id"}, "SimilarAnswer"),
    "/api/articles/{id}/story": ({"id"}, "StoryAnswer"),
    "/api/suggest": ({"q"}, "SuggestAnswer"),
    "/api/places": (LISTED, "MappedPlace"),
    "/api/fields": (set(), "FieldsAnswer"),
    "/api/export.csv": (LISTED, None),
    "/api/export.ndjson": (LISTED, None),
    "/api/export.ninjs": (LISTED, None),
    "/feed.xml": (LISTED, None),
}


@pytest.fixture
async def description():
    transport = httpx.ASGITransport(Desk().build())
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        return (await client.get("/api/openapi.json")).json()


def test_there_are_these_operations_and_each_only_reads(description):
    assert {path: set(methods) for path, methods in description["paths"].items()} == {
        path: {"get"} for path in OPERATIONS
    }


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_operation_has_its_parameters_and_its_answer(description, path):
    operation = description["paths"][path]["get"]
    parameters, model = OPERATIONS[path]
    assert {each["name"] for each in operation.get("parameters", [])} == parameters
    answers = operation["responses"]
    assert {"200", "405", "422", "500", "503"} <= set(answers)
    assert "Retry-After" in answers["503"]["headers"]
    told = str(answers["200"]["content"])
    assert re.findall(r"schemas/(\w+)", told) == ([model] if model else [])


def test_every_model_that_is_named_is_described(description):
    named = set(re.findall(r"#/components/schemas/([\w-]+)", str(description)))
    assert named <= set(description["components"]["schemas"])


def test_every_error_is_a_problem(description):
    for methods in description["paths"].values():
        for status, answer in methods["get"]["responses"].items():
            if status != "200":
                assert list(answer["content"]) == ["application/problem+json"]


def test_the_page_about_the_desk_names_every_operation_and_parameter():
    page = (ROOT / "docs/desk.md").read_text(encoding="utf-8")
    for path, (parameters, _) in OPERATIONS.items():
        assert f"`GET {path}`" in page
        assert all(f"`{each}`" in page for each in parameters)
