"""``tidings trace``: the road of one article, from its message to its document or dead letter."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from rich.console import Console

from tidings.decoding import describe_errors
from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.identity import ID_HEX_DIGITS, ID_PATTERN
from tidings.options import DataDir, Json
from tidings.push_report import show_progress
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.terminal import fail, print_json
from tidings.whereabouts.budget import Budget, SpentError
from tidings.whereabouts.index_document import IndexedDocuments
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings.whereabouts.locator import Locator
from tidings.whereabouts.ports import Topics, UnavailableError
from tidings.whereabouts.road import RoadSettings
from tidings.whereabouts.trace_answer import describe_trace
from tidings.whereabouts.trace_report import render_trace
from tidings.whereabouts.tracing import Tracer

# Somebody watches a progress bar and can stop it: 10 minutes are 10 million messages.
SECONDS: Final = 600.0
MESSAGES: Final = 100_000_000


def trace(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help=f"The whole id, all {ID_HEX_DIGITS} digits.")
    ],
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show the road of one article: accepted, enriched with its tags, indexed or rejected and why.

    Exit status: 0 when anything of it was found, 1 when nothing was. Times are UTC.
    """
    wanted = article_id.strip().lower()
    if re.fullmatch(ID_PATTERN, wanted) is None:
        fail(f"{article_id!r} is no article id; one has {ID_HEX_DIGITS} hex digits", status=2)
    with _opening(data_dir) as (topics, locator, road), show_progress() as progress:
        task = progress.add_task("searching", total=None)
        budget = Budget(time.monotonic, SECONDS, MESSAGES)
        tracer = Tracer(topics, wanted, budget, lambda more: progress.advance(task, more))
        where = locator.find(wanted, budget)
        progress.update(task, total=tracer.count_offsets(where, road))
        found = tracer.trace(where, road)
    if not found.is_known:
        fail(f"nothing is known of an article {wanted}")
    if json_output:
        print_json(describe_trace(found))
    else:
        Console(highlight=False).print(render_trace(found))


@contextmanager
def _opening(data_dir: Path | None) -> Iterator[tuple[Topics, Locator, RoadSettings]]:
    """Give the servers of the running stack; what goes wrong ends the command in one line."""
    # Libraries write nothing to standard error: what matters is said in one line.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        endpoints, road = find_endpoints(data_dir), RoadSettings()
        kafka = KafkaSettings(bootstrap_servers=endpoints.kafka)
        elasticsearch = ElasticsearchSettings(url=endpoints.elasticsearch_url)
        with ExitStack() as opened:
            topics = opened.enter_context(closing(KafkaTopics(kafka)))
            documents = opened.enter_context(closing(IndexedDocuments(elasticsearch)))
            yield topics, Locator(topics, documents, road.describe_road()), road
    except ValidationError as error:
        fail(describe_errors(error))
    except (SpentError, StackNotFoundError, UnavailableError) as error:
        fail(str(error))
