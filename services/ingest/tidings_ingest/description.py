"""What /openapi.json says about bodies and answers, beyond what the types of the routes say."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tidings.formats import FORMATS, JSON
from tidings_ingest.answers import ProblemDocument
from tidings_ingest.formats.article_fields import JsonArticle

_REFERENCE: Final = "#/components/schemas/{model}"
_REFUSALS: Final = {
    400: "The body is no JSON.",
    404: "There is nothing at this path.",
    405: "The method is not taken here.",
    408: "The body did not come in time.",
    409: "A request with the same Idempotency-Key is being worked on.",
    413: "The body is too large.",
    415: "The type, the charset or the content is none that we take; the detail names ours.",
    422: "Nothing in the body can be taken; each field that is wrong is named.",
    500: "An error of ours.",
    503: "Kafka does not acknowledge, or too much is going on. Send the same again.",
}


def _describe_refusals() -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": _REFERENCE.format(model=ProblemDocument.__name__)}
    retry_after = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
    return {
        status: {
            "description": meaning,
            "content": {"application/problem+json": {"schema": schema}},
            **({"headers": {"Retry-After": retry_after}} if status == 503 else {}),
        }
        for status, meaning in _REFUSALS.items()
    }


def _describe_bodies() -> dict[str, Any]:
    article = {"$ref": _REFERENCE.format(model=JsonArticle.__name__)}
    anything = {"type": "string", "format": "binary"}
    types = {
        media_type: {"schema": article if each is JSON else {"type": "string"}}
        for each in FORMATS
        for media_type in each.media_types
    }
    return {
        "required": True,
        "content": {**types, "application/octet-stream": {"schema": anything}},
    }


PUSH_OPERATION: Final[dict[str, Any]] = {
    "summary": "Push articles",
    "description": (
        "202 means that every accepted article is safe. The Content-Type names the format; "
        "application/octet-stream, or none, lets it be recognised."
    ),
    "responses": _describe_refusals(),
    "openapi_extra": {
        "requestBody": _describe_bodies(),
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
                "description": "The same key with the same request gets the same answer.",
            }
        ],
    },
}


def complete_description(app: FastAPI) -> None:
    """Add the models that only the bodies and the errors name."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
            )
            models = schema.setdefault("components", {}).setdefault("schemas", {})
            for each in (JsonArticle, ProblemDocument):
                described = each.model_json_schema(ref_template=_REFERENCE)
                models.update(described.pop("$defs", {}))
                models[each.__name__] = described
            for unused in ("HTTPValidationError", "ValidationError"):
                models.pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
