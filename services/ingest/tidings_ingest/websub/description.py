"""What /openapi.json says about the callbacks, after the W3C's WebSub (5.3 and 7)."""

from __future__ import annotations

from typing import Any, Final

from fastapi.responses import PlainTextResponse

from tidings.web.description import describe_refusals
from tidings_ingest.description import PUSH_OPERATION, REFUSALS
from tidings_ingest.websub.signature import HEADER
from tidings_ingest.websub.verification import MOST_CHALLENGE_CHARACTERS, MOST_LEASE_DIGITS

_NOT_OURS: Final = "There is no such subscription, or nothing was asked for."
_OURS: Final = {status: REFUSALS[status] for status in (405, 500, 503)}


def _describe(name: str, place: str, meaning: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401
    described = {"type": "string", **schema}
    return {"name": name, "in": place, "description": meaning, "schema": described}


VERIFICATION: Final[dict[str, Any]] = {
    "summary": "Let a hub verify a subscription",
    "description": "For WebSub hubs alone. 200 says that it is wanted, and repeats the challenge.",
    "response_class": PlainTextResponse,
    "responses": describe_refusals({404: _NOT_OURS, **_OURS}),
    "openapi_extra": {
        "parameters": [
            _describe("hub.mode", "query", "subscribe, unsubscribe or denied."),
            _describe("hub.topic", "query", "What is subscribed to."),
            _describe("hub.challenge", "query", "What the answer is.",
                      maxLength=MOST_CHALLENGE_CHARACTERS),
            _describe("hub.lease_seconds", "query", "How long it lasts.",
                      maxLength=MOST_LEASE_DIGITS),
            _describe("hub.reason", "query", "Why it is denied."),
        ]
    },
}  # fmt: skip

DELIVERY: Final[dict[str, Any]] = {
    "summary": "Let a hub push articles",
    "description": "For WebSub hubs alone. What is pushed is taken as at /v1/articles.",
    "responses": describe_refusals(
        {
            **REFUSALS,
            401: "No signature of the hub, or one that does not fit.",
            404: _NOT_OURS,
            410: "The subscription was removed.",
        }
    ),
    "openapi_extra": {
        "requestBody": PUSH_OPERATION["openapi_extra"]["requestBody"],
        "parameters": [_describe(HEADER, "header", "method=HMAC of the body, in hex.")],
    },
}
