"""What /openapi.json says of errors and of models that no route names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from tidings.web.problems import ProblemDocument

REFERENCE: Final = "#/components/schemas/{model}"
# It names these for every route that has a parameter, also for one that refuses none.
_OF_THE_FRAMEWORK: Final = ("HTTPValidationError", "ValidationError")


def describe_refusals(meanings: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Return the answers of an operation that are problem+json, by status."""
    schema = {"$ref": REFERENCE.format(model=ProblemDocument.__name__)}
    retry_after = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
    return {
        status: {
            "description": meaning,
            "content": {"application/problem+json": {"schema": schema}},
            **({"headers": {"Retry-After": retry_after}} if status in {429, 503} else {}),
        }
        for status, meaning in meanings.items()
    }


def describe_app(app: FastAPI, models: Sequence[type[BaseModel]] = ()) -> dict[str, Any]:
    """Return the description of the routes, with ``models`` and that of an error.

    The refusals that the framework names by itself are left out: ours are problem+json.
    """
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    known = schema.setdefault("components", {}).setdefault("schemas", {})
    described_models: list[type[BaseModel]] = [*models, ProblemDocument]
    for each in described_models:
        described = each.model_json_schema(ref_template=REFERENCE)
        known.update(described.pop("$defs", {}))
        known[each.__name__] = described
    for unused in _OF_THE_FRAMEWORK:
        known.pop(unused, None)
    _drop_refusals_of_the_framework(schema["paths"])
    return schema


def _drop_refusals_of_the_framework(paths: dict[str, Any]) -> None:
    for operation in (each for path in paths.values() for each in path.values()):
        refusal = operation["responses"].get("422", {})
        if "application/json" in refusal.get("content", {}):
            del operation["responses"]["422"]
