"""``tidings provision``, ``tidings search`` and ``tidings show``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from tidings.configuration.checking import WRONG_SETTINGS
from tidings.configuration.problems import find_problems
from tidings.decoding import describe_errors
from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.options import DataDir, Json
from tidings.search.queries import Search
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.terminal import fail, print_json
from tidings_index import search_options as options
from tidings_index.article_page import render_article
from tidings_index.history.revision_list import describe_revisions, render_revisions
from tidings_index.hits import describe_hits, render_hits
from tidings_index.lookup import ArticleIndex, LookupFailedError, open_articles
from tidings_index.provisioning import OldSchemaError
from tidings_index.reindex.command import replace_index
from tidings_index.setting_up import ProvisioningFailedError, provision_servers
from tidings_index.settings import PROVISION

# A ticker has hundreds; these are the newest, each of 1 MiB at most.
MOST_REVISIONS: Final = 50


def provision(
    timeout: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for servers that are just starting.")
    ] = 60,
    reindex: Annotated[
        bool,
        typer.Option(
            "--reindex",
            help="Where the index is too old to grow, build a new one in its place first.",
        ),
    ] = False,
) -> None:
    """Create the topics in Kafka and the index in Elasticsearch; what is there stays as it is.

    Where they are, say TIDINGS_KAFKA_BOOTSTRAP_SERVERS and TIDINGS_ELASTICSEARCH_URL.
    """
    _quieten()
    if problems := find_problems(PROVISION):
        fail(*problems, status=WRONG_SETTINGS)
    try:
        provision_servers(
            KafkaSettings(),
            ElasticsearchSettings(),
            timeout_s=timeout,
            say=lambda words: _console().print(Text(words), soft_wrap=True),
            say_waiting=lambda words: _console(stderr=True).print(Text(words)),
        )
    except (ProvisioningFailedError, ValidationError) as error:
        if not (reindex and isinstance(error.__cause__, OldSchemaError)):
            fail(_describe(error))
        replace_index()


def search(  # noqa: PLR0913, PLR0917 - each is an option
    words: options.Words,
    person: options.Person = None,
    place: options.Place = None,
    organization: options.Organization = None,
    event: options.EventType = None,
    topic: options.Topic = None,
    label: options.Label = None,
    story: options.Story = None,
    one_per_story: Annotated[
        bool, typer.Option("--one-per-story", help="Only the best article of each story.")
    ] = False,
    since: options.Since = None,
    until: options.Until = None,
    recent: Annotated[
        bool, typer.Option("--recent", help="Let new articles count more than old ones.")
    ] = False,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Most articles to show.")] = 10,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Search the articles: best match first. Filters must all hold; "" finds any article.

    Times are UTC. Without a time of publication, the time of receipt counts. Nothing found is no
    failure.
    """
    asked = Search(
        words=words,
        persons=person or (),
        organizations=organization or (),
        places=place or (),
        event_types=event or (),
        topics=topic or (),
        labels=label or (),
        stories=story or (),
        one_per_story=one_per_story,
        since=since,
        until=until,
        recent=recent,
    )
    with _reading(data_dir) as articles:
        answer = articles.search(asked, size)
    if json_output:
        print_json(describe_hits(answer))
    else:
        _console().print(render_hits(answer))


def show(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id, or its first six digits or more.")
    ],
    history: Annotated[
        bool, typer.Option("--history", help="Its revisions instead, and what each one changed.")
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show one article with its tags, each in the text where it was found."""
    with _reading(data_dir) as articles:
        found = articles.find_articles(article_id)
        if not found:
            raise LookupFailedError(f"no article {article_id}")
        if len(found) > 1:
            listed = "".join(f"\n  {each['id']}  {each.get('headline', '')}" for each in found)
            raise LookupFailedError(f"{article_id} is the start of several ids:{listed}")
        revisions = articles.list_revisions(found[0], MOST_REVISIONS) if history else None
    if revisions is not None and json_output:
        print_json(describe_revisions(revisions))
    elif revisions is not None:
        _console().print(render_revisions(revisions))
    elif json_output:
        print_json(found[0])
    else:
        _console().print(render_article(found[0]))


@contextmanager
def _reading(data_dir: Path | None) -> Iterator[ArticleIndex]:
    """Give the index of the running stack; what goes wrong with it ends the command."""
    _quieten()
    try:
        settings = ElasticsearchSettings(url=find_endpoints(data_dir).elasticsearch_url)
        with open_articles(settings) as articles:
            yield articles
    except (LookupFailedError, StackNotFoundError, ValidationError) as error:
        fail(_describe(error))


def _console(stderr: bool = False) -> Console:
    # Soft wrap only where a line is a message: a script may look for words in it.
    return Console(stderr=stderr, highlight=False, soft_wrap=stderr)


def _quieten() -> None:
    """Keep libraries from writing to standard error: what matters is said in one line."""
    logging.getLogger().addHandler(logging.NullHandler())


def _describe(error: Exception) -> str:
    return describe_errors(error) if isinstance(error, ValidationError) else str(error)
