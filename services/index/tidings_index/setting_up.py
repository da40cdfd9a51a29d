"""What ``tidings provision`` does: create topics and index, once the servers answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from kafka.errors import InvalidReplicationFactorError, KafkaError

from tidings.broker import create_topics, grow_topics
from tidings.search.elastic import connect, read_reason
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings_index.classification import BUSY
from tidings_index.history.provisioning import create_history, name_history_alias
from tidings_index.provisioning import SchemaMismatchError, create_index
from tidings_index.startup import retry_until

T = TypeVar("T")
Say = Callable[[str], None]
CreateIndex = Callable[[Elasticsearch, ElasticsearchSettings], str | None]
# ValueError is an address that is none.
SERVER_ERRORS: Final = (ApiError, TransportError, KafkaError, OSError, ValueError)
# One try to reach a broker; a server that is there answers in milliseconds.
CONNECT_WITHIN_MS: Final = 2_000


class ProvisioningFailedError(Exception):
    """Topics or index could not be created; the message is one line and names the server."""


def provision_servers(
    kafka: KafkaSettings,
    elasticsearch: ElasticsearchSettings,
    *,
    timeout_s: float,
    say: Say,
    say_waiting: Say,
) -> None:
    """Create what does not exist, and ``say`` what that was, each server as it is done.

    ``timeout_s`` is for both together; ``say_waiting`` is told once of a server that does not
    answer yet. Raises ProvisioningFailedError.
    """
    give_up = time.monotonic() + timeout_s
    insist = partial(_insist, give_up=give_up, say_waiting=say_waiting)
    create = partial(create_topics, kafka, connect_within_ms=CONNECT_WITHIN_MS)
    topics = insist(f"Kafka on {kafka.bootstrap_servers}", create)
    say(f"created the topics {', '.join(topics)}" if topics else "all topics were there")
    grow = partial(grow_topics, kafka, connect_within_ms=CONNECT_WITHIN_MS)
    if grown := insist(f"Kafka on {kafka.bootstrap_servers}", grow):
        say(f"gave {kafka.partitions} partitions to the topics {', '.join(grown)}")

    alias = elasticsearch.alias
    # The history first: where the index is too old to grow, a new one is built after this failed.
    for name, create_one in ((name_history_alias(alias), create_history), (alias, create_index)):

        def open_and_create(create_one: CreateIndex = create_one) -> str | None:
            with connect(elasticsearch) as client:
                return create_one(client, elasticsearch)

        index = insist(f"Elasticsearch on {elasticsearch.url}", open_and_create)
        say(f"created the index {index} as {name}" if index else f"the index {name} was there")


def is_passing(error: Exception) -> bool:
    """Return whether a server that is just starting can be the cause of ``error``."""
    if isinstance(error, ApiError):
        return error.meta.status in BUSY
    # Fewer brokers than copies: the others may not have joined yet.
    if isinstance(error, InvalidReplicationFactorError | TransportError | OSError):
        return True
    return isinstance(error, KafkaError) and bool(error.retriable)


def _insist(server: str, attempt: Callable[[], T], *, give_up: float, say_waiting: Say) -> T:
    try:
        return retry_until(
            attempt,
            is_passing,
            lambda error: say_waiting(f"waiting for {server} ({describe_error(error)})"),
            deadline_s=give_up - time.monotonic(),
            clock=time.monotonic,
            sleep=time.sleep,
        )
    except SchemaMismatchError as error:
        raise ProvisioningFailedError(f"{server}: {error}") from error
    except SERVER_ERRORS as error:
        raise ProvisioningFailedError(f"{server}: {describe_error(error)}") from error


def describe_error(error: Exception) -> str:
    """Return one line about what a server, or the way to it, answered."""
    if isinstance(error, ApiError):
        return f"{error.meta.status} {read_reason(error)}"
    if isinstance(error, TransportError):
        return type(error).__name__
    return " ".join(str(error).split()) or type(error).__name__
