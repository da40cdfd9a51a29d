"""Push articles all the while, as clients with patience do: ``with pushing(url, ledger)``."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx
from faults.ledger.articles import SOURCE, write_article
from faults.ledger.ledger import Ledger

# So that a fault meets several requests at once.
PUSHERS = 4
# 20 articles a second keep every stage busy during a fault and leave the cores to the rest.
PAUSE_S = PUSHERS / 20
# Where the machine is too slow for that, the road stays as full as this: some 10 s of work.
MOST_ON_THE_ROAD = 200
# One in ten is pushed once more, at once or later.
REPEATED = 0.1
# Ingest answers 503 within 10 s; a wire that holds things up doubles that.
ANSWER_WITHIN_S = 20.0
AGAIN_AFTER_S = 0.2


@contextmanager
def pushing(ingest_url: str, ledger: Ledger, count_arrived: Callable[[], int]) -> Iterator[None]:
    """Push until the end of the block; then what was begun has been acknowledged, or given up.

    ``count_arrived`` says how many articles have come out of the road, or raises httpx.HTTPError.
    """
    enough = threading.Event()
    gate = _Gate(ledger, count_arrived)
    with ThreadPoolExecutor(PUSHERS, thread_name_prefix="pusher") as pool:
        pushers = [
            pool.submit(_Pusher(ingest_url, ledger, gate, enough).push_on) for _ in range(PUSHERS)
        ]
        try:
            yield
        finally:
            enough.set()
    for each in pushers:
        each.result()


class _Gate:
    """Says whether there is room on the road."""

    def __init__(self, ledger: Ledger, count_arrived: Callable[[], int]) -> None:
        self._ledger = ledger
        self._count_arrived = count_arrived
        self._arrived = 0

    def has_room(self) -> bool:
        if len(self._ledger) - self._arrived >= MOST_ON_THE_ROAD:
            with suppress(httpx.HTTPError):
                self._arrived = self._count_arrived()
        return len(self._ledger) - self._arrived < MOST_ON_THE_ROAD


class _Pusher:
    def __init__(self, url: str, ledger: Ledger, gate: _Gate, enough: threading.Event) -> None:
        self._url = f"{url}/v1/articles"
        self._ledger = ledger
        self._gate = gate
        self._enough = enough
        self._chance = random.Random()

    def push_on(self) -> None:
        # Nobody's proxy knows this machine's own addresses.
        with httpx.Client(timeout=ANSWER_WITHIN_S, trust_env=False) as client:
            while not self._enough.wait(PAUSE_S):
                if not self._gate.has_room():
                    continue
                number = self._ledger.take_number()
                self._push(client, number)
                if self._chance.random() < REPEATED:
                    self._push(client, self._chance.randint(1, number))

    def _push(self, client: httpx.Client, number: int) -> None:
        """Push one article again and again until it is acknowledged."""
        while not self._is_answered(client, number):
            if self._enough.wait(AGAIN_AFTER_S):
                return

    def _is_answered(self, client: httpx.Client, number: int) -> bool:
        article = write_article(number)
        try:
            answer = client.post(self._url, params={"source": SOURCE}, json=article)
        except httpx.TransportError:
            return False
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return False
        if answer.status_code == httpx.codes.ACCEPTED:
            (item,) = answer.json()["items"]
            if item["status"] in ("accepted", "unchanged"):
                self._ledger.acknowledge(article["headline"], item["id"])
                return True
        self._ledger.note_unexpected(f"{answer.status_code} {answer.text[:300]}")
        return True
