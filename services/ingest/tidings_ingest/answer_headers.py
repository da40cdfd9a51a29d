"""Header fields that an answer gets whatever becomes of the request."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PLACE: Final = "tidings.answer_headers"


def find_answer_headers(scope: Scope) -> MutableMapping[str, str]:
    """Return the fields that the answer to this request gets; add to them before it is sent."""
    headers: MutableMapping[str, str] = scope.setdefault(_PLACE, {})
    return headers


class AnswerHeaders:
    """An ASGI wrapper that adds them, to answers and errors alike."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        added = find_answer_headers(scope)

        async def send_with_headers(message: Message) -> None:
            if added and message["type"] == "http.response.start":
                more = [
                    (name.lower().encode("ascii"), value.encode("ascii"))
                    for name, value in added.items()
                ]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await self._app(scope, receive, send_with_headers)
