"""``tidings desk``: the search page for an index that is already there."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError

from tidings.decoding import describe_errors
from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.options import DataDir
from tidings.settings import ElasticsearchSettings
from tidings.terminal import fail
from tidings_desk.main import run_desk
from tidings_desk.settings import DeskSettings


def desk(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; else TIDINGS_DESK_PORT, or 8081.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the search page until Ctrl-C. `tidings up` has it already.

    Where Elasticsearch is, says TIDINGS_ELASTICSEARCH_URL, else the running stack.
    """
    try:
        settings = DeskSettings(log_format="console")
        if port is not None:
            settings = settings.model_copy(update={"desk_port": port})
        elasticsearch = ElasticsearchSettings(url=find_endpoints(data_dir).elasticsearch_url)
    except (StackNotFoundError, ValidationError) as error:
        fail(describe_errors(error) if isinstance(error, ValidationError) else str(error))
    run_desk(settings, elasticsearch)
