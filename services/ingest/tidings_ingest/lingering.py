"""Answer before the whole body was read, so that the sender still gets to see the answer."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A sender that writes its whole body before it reads gets the answer only if somebody takes what
# it writes: up to twice the largest body, and no longer than a good line needs for it.
LINGER_BYTES: Final = 32 * 1024 * 1024
LINGER_S: Final = 5.0


class LingeringClose:
    """An ASGI wrapper: the answer goes out at once, what is left of the body is thrown away.

    Then the connection is closed, for what else comes on it could be anything.
    """

    def __init__(
        self, app: ASGIApp, most_bytes: int = LINGER_BYTES, within_s: float = LINGER_S
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_read = False

        async def receive_and_note() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = is_read or not message.get("more_body", False)
            return message

        async def send_and_linger(message: Message) -> None:
            if is_read or not _has_body(scope):
                await send(message)
            elif message["type"] == "http.response.start":
                closing = (b"connection", b"close")
                await send({**message, "headers": [*message.get("headers", ()), closing]})
            elif message.get("more_body", False):
                await send(message)
            else:
                await send({**message, "more_body": True})
                await self._discard_rest(receive)
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app(scope, receive_and_note, send_and_linger)

    async def _discard_rest(self, receive: Receive) -> None:
        left = self._most_bytes
        try:
            async with asyncio.timeout(self._within_s):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return
        except TimeoutError:
            return


def _has_body(scope: Scope) -> bool:
    names = {name for name, value in scope["headers"] if value != b"0"}
    return not names.isdisjoint((b"content-length", b"transfer-encoding"))
