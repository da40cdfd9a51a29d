"""The callback of each subscription: a GET verifies what we asked for, a POST brings articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, assert_never

import structlog
from fastapi import FastAPI, Request, Response

from tidings.private.reading import PrivateFileError
from tidings.web.problems import answer_problem
from tidings_ingest.answers import PushAnswer
from tidings_ingest.authentication import AccessDeniedError, Caller
from tidings_ingest.intake import Intake
from tidings_ingest.push import Push
from tidings_ingest.websub.description import DELIVERY, VERIFICATION
from tidings_ingest.websub.signature import HubCheck
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription import Subscription
from tidings_ingest.websub.traffic import Traffic
from tidings_ingest.websub.verification import Denied, Unasked, Verdict, Verified, judge

PATH: Final = "/v1/websub/"
# A hub that gets a 503 asks again; the disk may be full, or a command hold the lock.
NOT_WRITTEN_RETRY_S: Final = 30
log = structlog.get_logger()


def add_websub_routes(
    app: FastAPI, store: SubscriptionStore, intake: Intake, clock: Callable[[], datetime]
) -> None:
    """Add the callbacks; ``clock`` returns the time in UTC."""
    traffic = Traffic(store, clock)

    @app.get(PATH + "{subscription_id}", **VERIFICATION)
    async def verify(request: Request, subscription_id: str) -> Response:
        asked = dict(request.query_params)
        subscription = store.read().get(subscription_id)
        if subscription is None or judge(subscription, asked, clock()) == Unasked():
            return _answer_unknown()
        try:
            verdict = await asyncio.to_thread(_settle, store, subscription, asked, clock)
        except PrivateFileError as error:
            log.error("websub verification not kept", reason=str(error))
            headers = {"Retry-After": str(NOT_WRITTEN_RETRY_S)}
            return answer_problem(503, detail="this cannot be kept now", headers=headers)
        return _answer_verdict(subscription, verdict)

    @app.post(PATH + "{subscription_id}", status_code=202, response_model=PushAnswer, **DELIVERY)
    async def take_push(request: Request, subscription_id: str) -> Response:
        subscription = store.read().get(subscription_id)
        if subscription is None:
            return _answer_unknown()
        if subscription.state == "removing":
            return answer_problem(410, detail="this subscription was removed")
        try:
            answer = await intake.take(_read_push(request, subscription))
        except AccessDeniedError as error:
            await traffic.note_refused(subscription, error)
            raise
        await traffic.note_taken(subscription)
        return Response(answer, 202, media_type="application/json")


def _settle(
    store: SubscriptionStore,
    subscription: Subscription,
    asked: dict[str, str],
    clock: Callable[[], datetime],
) -> Verdict:
    """Return what the hub's request means for the subscription as it is kept now, and keep it."""
    verdict: Verdict = Unasked()

    def change(current: Subscription) -> Subscription | None:
        nonlocal verdict
        verdict = judge(current, asked, clock())
        return current if isinstance(verdict, Unasked) else verdict.after

    store.change(subscription.id, change)
    return verdict


def _answer_verdict(subscription: Subscription, verdict: Verdict) -> Response:
    named = {"source": subscription.source, "feed": subscription.feed}
    match verdict:
        case Verified(challenge, after):
            ends = after.lease_ends_at if after is not None else None
            if ends is None:
                log.info("websub unsubscribed", **named)
            else:
                log.info("websub subscription verified", lease_ends_at=ends.isoformat(), **named)
            headers = {"X-Content-Type-Options": "nosniff"}
            return Response(challenge, 200, headers, media_type="text/plain")
        case Denied(after):
            reason = after.error if after is not None else None
            log.warning("websub subscription denied", reason=reason, **named)
            return Response(status_code=200, media_type="text/plain")
        case Unasked():
            return _answer_unknown()
        case _:
            assert_never(verdict)


def _read_push(request: Request, subscription: Subscription) -> Push:
    source, feed = subscription.source, subscription.feed
    # No key is called so, for their names have no blanks.
    check = HubCheck(subscription.secret, Caller(f"websub {source} {feed or ''}", source))
    return Push(request.headers, request.stream(), source, feed, check)


def _answer_unknown() -> Response:
    return answer_problem(404, detail="there is no such subscription, or nothing was asked for")
