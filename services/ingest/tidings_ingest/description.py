"""What /openapi.json says about bodies and answers, beyond what the types of the routes say."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from tidings.formats import FORMATS, JSON
from tidings.naming import NAME_SCHEMA
from tidings.web.description import REFERENCE, describe_app, describe_refusals
from tidings.webhooks import ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER
from tidings_ingest.formats.article_fields import JsonArticle

REFUSALS: Final = {
    400: "The body is no JSON.",
    401: "No key, none of ours, or a signature that does not fit.",
    403: "The key is for another source; the detail names both.",
    404: "There is nothing at this path.",
    405: "The method is not taken here.",
    408: "The body did not come in time.",
    409: "A request with the same Idempotency-Key or webhook-id is being worked on.",
    413: "The body is too large.",
    415: "The type, the charset or the content is none that we take; the detail names ours.",
    422: "Nothing in the body can be taken; each field that is wrong is named.",
    429: "The key has made as many requests as it may.",
    500: "An error of ours.",
    503: "Kafka does not acknowledge, or too much is going on. Send the same again.",
}


def describe_probe(summary: str) -> dict[str, Any]:
    """Return the description of a question whose answer is one line of text."""
    line = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "summary": summary,
        "response_class": PlainTextResponse,
        "responses": {
            200: {"description": "ok"},
            503: {"description": "Why not.", "content": line},
            **describe_refusals({405: REFUSALS[405], 500: REFUSALS[500]}),
        },
    }


def _describe_parameter(name: str, meaning: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "name": name,
        "in": "header",
        "required": False,
        "schema": {"type": "string", **schema},
        "description": meaning,
    }


def _describe_bodies() -> dict[str, Any]:
    article = {"$ref": REFERENCE.format(model=JsonArticle.__name__)}
    anything = {"type": "string", "format": "binary", "minLength": 1}
    types = {
        media_type: {"schema": article if each is JSON else {"type": "string", "minLength": 1}}
        for each in FORMATS
        for media_type in each.media_types
    }
    return {
        "required": True,
        "content": {**types, "application/octet-stream": {"schema": anything}},
    }


_SOURCE: Final = "Whose articles these are, where they do not say it."
_FEED: Final = "Which feed of the source it is."
PUSH_OPERATION: Final[dict[str, Any]] = {
    "summary": "Push articles",
    "description": (
        "202 means that every accepted article is safe. The Content-Type names the format; "
        "application/octet-stream, or none, lets it be recognised."
    ),
    "responses": describe_refusals(REFUSALS),
    "openapi_extra": {
        "requestBody": _describe_bodies(),
        "parameters": [
            {**_describe_parameter("source", _SOURCE, **NAME_SCHEMA), "in": "query"},
            {**_describe_parameter("feed", _FEED, **NAME_SCHEMA), "in": "query"},
            _describe_parameter(
                "Idempotency-Key",
                "The same key with the same request gets the same answer.",
                minLength=1,
                maxLength=255,
            ),
            _describe_parameter(
                ID_HEADER, "Of a signed request: the same in each try.", maxLength=255
            ),
            _describe_parameter(TIMESTAMP_HEADER, "Of a signed request: seconds since 1970."),
        ],
    },
}


_SCHEMES: Final[dict[str, Any]] = {
    "key": {"type": "http", "scheme": "bearer", "description": "tidings keys add SOURCE"},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": SIGNATURE_HEADER,
        "description": "Standard Webhooks: v1 over webhook-id, webhook-timestamp and the body.",
    },
}


def complete_description(app: FastAPI, *, asks_for_key: bool) -> None:
    """Add the models that only the bodies and the errors name, and how a sender shows a key."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = describe_app(app, [JsonArticle])
            if asks_for_key:
                schema["components"]["securitySchemes"] = _SCHEMES
                schema["paths"]["/v1/articles"]["post"]["security"] = [
                    {name: []} for name in _SCHEMES
                ]
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
