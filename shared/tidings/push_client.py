"""Send a file to ingest, again while Kafka or ingest is away, and say what became of each item."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import httpx

# Kafka elects a new leader within seconds and restarts in 20 s; a minute is a person's patience.
GIVE_UP_AFTER_S: Final = 60.0
# Nothing listens: a service that is being restarted is back by then, a wrong address never is.
GIVE_UP_CONNECTING_AFTER_S: Final = 10.0
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0
# Ingest takes 10 s for the body, 20 s for reading the longest page, and 10 s for Kafka.
ANSWER_WITHIN_S: Final = 45.0
# What says that the same can be taken later: Kafka is away, or this key has sent too much.
COME_BACK: Final = (httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class PushedItem:
    """What became of one article; ``status`` is accepted, unchanged or rejected.

    ``seconds`` until a search found it, where that was waited for; ``held_until`` the time, ISO
    8601, before which the publisher wants nobody to read it.

    ``problem`` has the keys ``where`` and ``detail``; a rejected file is an item without an id.
    """

    file: str
    status: str
    id: str | None = None
    headline: str | None = None
    source: str | None = None
    revision: int | None = None
    problem: Mapping[str, str] | None = None
    seconds: float | None = None
    held_until: str | None = None

    @property
    def is_on_its_way(self) -> bool:
        """Whether a search finds it soon; an unchanged one may have been sent a moment before."""
        return self.status in {"accepted", "unchanged"} and self.held_until is None

    def found_after(self, seconds: float) -> PushedItem:
        """Return the item with the seconds after which a search found it."""
        return replace(self, seconds=round(seconds, 2))

    def describe(self) -> dict[str, Any]:
        """Return what --json prints."""
        described = {
            name: getattr(self, name)
            for name in ("file", "id", "status", "headline", "source", "revision", "seconds")
        }
        if self.held_until is not None:
            described["held_until"] = self.held_until
        return described if self.problem is None else {**described, "problem": dict(self.problem)}


@dataclass(frozen=True, slots=True)
class Pushed:
    """One file after it was sent: its items and what ingest had to do to read it.

    ``is_acknowledged`` says that ingest has taken the request; some items may be rejected even so.
    """

    items: tuple[PushedItem, ...]
    notes: tuple[str, ...] = ()
    is_acknowledged: bool = True


def reject_file(file: str, detail: str, where: str = "file") -> Pushed:
    """Return the result for a file of which nothing was taken."""
    problem = {"where": where, "detail": detail}
    item = PushedItem(file, "rejected", problem=problem)
    return Pushed((item,), is_acknowledged=False)


class PushClient:
    """Sends bodies to one ingest; ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._clock = clock
        self._sleep = sleep

    def push(self, file: str, body: bytes, media_type: str, params: Mapping[str, str]) -> Pushed:
        """Return what became of ``body``; errors of the network are a rejected item too."""
        started, pause = self._clock(), FIRST_PAUSE_S
        while True:
            try:
                answer = self._client.post(
                    "/v1/articles",
                    content=body,
                    params=dict(params),
                    headers={"Content-Type": media_type},
                    timeout=ANSWER_WITHIN_S,
                )
            except httpx.TransportError as error:
                connecting = isinstance(error, httpx.ConnectError)
                patience = GIVE_UP_CONNECTING_AFTER_S if connecting else GIVE_UP_AFTER_S
                reason = f"no answer from {self._client.base_url}: {error}"
                wait = pause
            else:
                if answer.status_code not in COME_BACK:
                    return _read_answer(file, answer)
                patience, reason = GIVE_UP_AFTER_S, _read_problem(answer)["detail"]
                wait = max(pause, _read_retry_after(answer))
            if self._clock() - started + wait > patience:
                return reject_file(file, f"given up after {patience:.0f} s: {reason}", "ingest")
            self._sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE_S)


def _read_answer(file: str, answer: httpx.Response) -> Pushed:
    if answer.status_code != httpx.codes.ACCEPTED:
        problem = _read_problem(answer)
        return reject_file(file, problem["detail"], problem["where"])
    told = answer.json()
    items = tuple(
        PushedItem(
            file,
            each["status"],
            each["id"],
            each["headline"],
            each.get("source"),
            each.get("revision"),
            each.get("problem"),
            held_until=each.get("held_until"),
        )
        for each in told["items"]
    )
    return Pushed(items, tuple(told["notes"]))


def _read_problem(answer: httpx.Response) -> dict[str, str]:
    """Return where and what is wrong, whatever stands between us and ingest has answered."""
    try:
        told = answer.json()
        errors = told.get("errors") or [{"where": "body"}]
        return {"where": str(errors[0]["where"]), "detail": str(told["detail"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"where": "ingest", "detail": f"HTTP status {answer.status_code}"}


def _read_retry_after(answer: httpx.Response) -> float:
    named = answer.headers.get("Retry-After", "")
    return min(float(named), LONGEST_PAUSE_S) if named.isdecimal() else 0.0
