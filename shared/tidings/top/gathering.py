"""Look at all stages and servers at once; who does not answer in time is away."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final

import httpx

from tidings.push_session import open_index_client, open_stack_client
from tidings.settings import ElasticsearchSettings
from tidings.top.scrape import Away, Look, NoMetricsError, Target, parse_metrics
from tidings.top.view import ServerView

# A stage answers in milliseconds. Two looks, at the usual interval, are not to pile up.
ANSWER_WITHIN_S: Final = 1.5
# What we serve has some 40 KB.
MOST_BYTES: Final = 4_000_000
KAFKA_PORT: Final = 9092


class Gatherer:
    """Asks the targets and servers side by side; for one thread, to be used as a context."""

    def __init__(
        self,
        targets: Sequence[Target],
        elasticsearch: ElasticsearchSettings | None,
        kafka: str | None,
        clock: Callable[[], float],
    ) -> None:
        self.targets = tuple(targets)
        self._elasticsearch = elasticsearch
        self._kafka = kafka
        self._clock = clock
        self._clients: dict[str, httpx.Client] = {}
        self._pool = ThreadPoolExecutor(len(self.targets) + 2, "look")

    def __enter__(self) -> Gatherer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        for each in self._clients.values():
            each.close()

    def look(self) -> tuple[list[Look], list[ServerView]]:
        """Return what each target answered, in their order, and how the servers are."""
        for each in self.targets:
            if each.url not in self._clients:
                self._clients[each.url] = open_stack_client(each.url)
        server = self._elasticsearch
        if server is not None and server.url not in self._clients:
            self._clients[server.url] = open_index_client(server)
        looking = [self._pool.submit(self._ask_stage, each) for each in self.targets]
        asking = []
        if self._kafka is not None:
            asking.append(self._pool.submit(ask_kafka, self._kafka))
        if server is not None:
            asking.append(self._pool.submit(self._ask_elasticsearch, server.url))
        return [each.result() for each in looking], [each.result() for each in asking]

    def _ask_stage(self, target: Target) -> Look:
        try:
            answer = self._clients[target.url].get(target.url, timeout=ANSWER_WITHIN_S)
            answer.raise_for_status()
            return parse_metrics(answer.text[:MOST_BYTES], self._clock())
        except httpx.HTTPStatusError as error:
            return Away(self._clock(), f"HTTP {error.response.status_code}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Away(self._clock(), describe_silence(error))
        except NoMetricsError as error:
            return Away(self._clock(), str(error))

    def _ask_elasticsearch(self, url: str) -> ServerView:
        name = "elasticsearch"
        try:
            answer = self._clients[url].get(f"{url}/_cluster/health", timeout=ANSWER_WITHIN_S)
            status = str(answer.raise_for_status().json()["status"])
        except httpx.HTTPStatusError as error:
            return ServerView(name, url, "unready", f"HTTP {error.response.status_code}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return ServerView(name, url, "away", describe_silence(error))
        except (ValueError, KeyError, TypeError):
            return ServerView(name, url, "unready", "what answers is no Elasticsearch")
        return ServerView(name, url, "unready" if status == "red" else "ready", status)


def ask_kafka(servers: str) -> ServerView:
    """Return whether one of the brokers takes a connection: more would take a client of its own."""
    reason = ""
    for each in servers.split(","):
        host, _, port = each.strip().rpartition(":")
        where = (host.strip("[]"), int(port)) if host else (each.strip(), KAFKA_PORT)
        try:
            socket.create_connection(where, ANSWER_WITHIN_S).close()
        except (OSError, ValueError) as error:
            reason = describe_silence(error)
        else:
            return ServerView("kafka", servers, "ready", "takes connections")
    return ServerView("kafka", servers, "away", reason)


def describe_silence(error: Exception) -> str:
    """Return in a few words why nobody answered."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return "no answer in time" if "Timeout" in type(error).__name__ else type(error).__name__
