"""Whatever nobody thought of becomes a 500 and one line in the log, without any article text."""

from __future__ import annotations

import traceback
from pathlib import PurePath

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.web.problems import answer_problem

log = structlog.get_logger()


class UnexpectedErrors:
    """An ASGI wrapper. The message of an error can quote the input, so only its place is logged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        is_answered = False

        async def send_and_note(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception as error:
            log.error("unexpected", error=type(error).__name__, at=name_place(error))
            if not is_answered:
                detail = "an error of ours; it is in the log"
                await answer_problem(500, detail=detail)(scope, receive, send)


def name_place(error: BaseException) -> str:
    """Return file, line and function of the innermost frames."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(
        f"{PurePath(each.filename).name}:{each.lineno} {each.name}" for each in reversed(frames)
    )
