"""What the stage must have before it begins: its topic, and an index of its schema."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import structlog
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from tidings.liveness import Liveness
from tidings_index.history.provisioning import check_history
from tidings_index.lag import LagProbe
from tidings_index.provisioning import check_index

LOOK_EVERY_S: Final = 1.0
log = structlog.get_logger()


def find_missing_topic(probe: LagProbe, topic: str) -> str | None:
    """Return what is missing before messages can be read, None when nothing is."""
    match probe.is_topic_there(topic):
        case True:
            return None
        case False:
            return f"the topic {topic} (tidings provision creates it)"
        case None:
            return "kafka"


def find_missing_index(client: Elasticsearch, alias: str) -> str | None:
    """Return what is missing before documents can be written, None when nothing is.

    Raises SchemaMismatchError when there is an index that this version cannot write to.
    """
    return _find_missing(client, alias, check_index)


def find_missing_history(client: Elasticsearch, alias: str) -> str | None:
    """Return the same of the index of earlier revisions behind its own ``alias``."""
    return _find_missing(client, alias, check_history)


def _find_missing(
    client: Elasticsearch, alias: str, check: Callable[[Elasticsearch, str], None]
) -> str | None:
    try:
        check(client, alias)
    except NotFoundError:
        return f"the alias {alias} (tidings provision creates it)"
    except (ApiError, TransportError) as error:
        return f"elasticsearch ({type(error).__name__})"
    return None


def await_need(
    find_missing: Callable[[], str | None], liveness: Liveness, stopping: threading.Event
) -> bool:
    """Wait until nothing is missing; False when told to stop before."""
    said: str | None = None
    while not stopping.is_set():
        missing = find_missing()
        if missing is None:
            liveness.waits_for("partitions")
            return True
        liveness.waits_for(missing)
        if missing != said:
            log.warning("waiting", waiting_for=missing)
            said = missing
        stopping.wait(LOOK_EVERY_S)
    return False
