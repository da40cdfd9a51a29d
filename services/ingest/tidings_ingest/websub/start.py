"""What WebSub needs before the stage can start: a file of its own, and an address for hubs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from tidings.configuration.checking import WrongSettingError
from tidings.metrics import StageMetrics
from tidings.private.reading import PrivateFileError
from tidings_ingest.formats.drafting import read_address
from tidings_ingest.http import AddRoutes
from tidings_ingest.intake import Intake
from tidings_ingest.settings import IngestSettings
from tidings_ingest.websub.hub import HttpHubs
from tidings_ingest.websub.renewer import Renewer
from tidings_ingest.websub.routes import PATH, add_websub_routes
from tidings_ingest.websub.store import SubscriptionStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WebSub:
    """The subscriptions, and the address that every callback begins with."""

    store: SubscriptionStore
    callback_base: str


def open_websub(settings: IngestSettings, monotonic: Callable[[], float]) -> WebSub | None:
    """Return the subscriptions, None where no file is named; raises WrongSettingError."""
    if settings.websub_file is None:
        return None
    public_url = (settings.public_url or "").rstrip("/")
    if not public_url:
        raise WrongSettingError(
            "TIDINGS_WEBSUB_FILE is set and TIDINGS_PUBLIC_URL is not: hubs push to an address, "
            "and it has to be said at which one this port can be reached from outside, "
            "such as https://news.example.org"
        )
    if read_address(public_url) != public_url or "?" in public_url or "#" in public_url:
        raise WrongSettingError(
            "TIDINGS_PUBLIC_URL: an address such as https://news.example.org is expected"
        )
    try:
        store = SubscriptionStore(settings.websub_file, monotonic)
    except PrivateFileError as error:
        raise WrongSettingError(f"TIDINGS_WEBSUB_FILE {error}") from error
    log.info("subscriptions read", subscriptions=len(store.read()))
    return WebSub(store, public_url + PATH)


@contextmanager
def serve_websub(
    websub: WebSub | None, intake: Intake, metrics: StageMetrics, clock: Callable[[], datetime]
) -> Iterator[list[AddRoutes]]:
    """Keep the subscriptions alive for as long as the context lasts, and give their routes."""
    if websub is None:
        yield []
        return
    with Renewer(websub.store, HttpHubs(), websub.callback_base, metrics=metrics, clock=clock):
        yield [partial(add_websub_routes, store=websub.store, intake=intake, clock=clock)]
