"""``tidings top``: a screen over the metrics of the stages, for a terminal or for scripts."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.live import Live

from tidings.decoding import describe_errors
from tidings.endpoints import StackNotFoundError, find_endpoints, find_metrics_urls
from tidings.options import DataDir, Json
from tidings.settings import ElasticsearchSettings
from tidings.terminal import fail, print_json
from tidings.top.gathering import Gatherer
from tidings.top.keyboard import watching_keys
from tidings.top.scrape import Look, Target
from tidings.top.screen import draw_view
from tidings.top.view import TopView, view_stage

# A minute at the usual interval; what is drawn of it is less.
MOST_LOOKS: Final = 30
NOT_READY: Final = 1
HINT: Final = "q or Ctrl-C leaves. Dim figures are since the start of the stage."


def top(
    url: Annotated[
        list[str] | None,
        typer.Option(
            "--url", help="Metrics of a stage elsewhere, as http://host:9102; may be repeated."
        ),
    ] = None,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    once: Annotated[
        bool, typer.Option("--once", help="Look twice, --every apart, print that and end.")
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show what each stage does: rate, lag, latency, outcomes, dead letters, memory.

    With --once the exit status is 0 when every stage and server is ready, else 1. --json is for
    --once and implies it.
    """
    try:
        screen = Screen(_open_gatherer(url or [], data_dir))
    except (StackNotFoundError, ValidationError) as error:
        fail(describe_errors(error) if isinstance(error, ValidationError) else str(error))
    with screen.gatherer:
        try:
            if once or json_output:
                _show_once(screen, every, as_json=json_output)
            else:
                _show_live(screen, every)
        except KeyboardInterrupt:
            # How one leaves it.
            raise typer.Exit from None


class Screen:
    """Keeps the last looks at each stage, and makes the view of them."""

    def __init__(self, gatherer: Gatherer) -> None:
        self.gatherer = gatherer
        self._looks: list[deque[Look]] = [deque(maxlen=MOST_LOOKS) for _ in gatherer.targets]

    def look(self) -> TopView:
        """Look once more and return how everything is."""
        looks, servers = self.gatherer.look()
        for kept, new in zip(self._looks, looks, strict=True):
            kept.append(new)
        stages = (
            view_stage(target, tuple(kept))
            for target, kept in zip(self.gatherer.targets, self._looks, strict=True)
        )
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return TopView(at, tuple(stages), tuple(servers))


def choose_targets(urls: Sequence[str]) -> list[Target]:
    """Return the targets behind the addresses, each with the path of the metrics."""
    found = []
    for each in urls:
        address = each if "://" in each else f"http://{each}"
        path = "" if address.rstrip("/").endswith("/metrics") else "/metrics"
        found.append(Target(address.split("://", 1)[1].split("/")[0], address.rstrip("/") + path))
    return found


def _open_gatherer(urls: Sequence[str], data_dir: Path | None) -> Gatherer:
    if urls:
        return Gatherer(choose_targets(urls), None, None, time.monotonic)
    targets = [Target(*each) for each in find_metrics_urls(data_dir).items()]
    if not targets:
        raise StackNotFoundError(
            "no running stack here; start one with `tidings up`, name its folder with --data-dir, "
            "or the metrics of each stage with --url http://host:9102"
        )
    found = find_endpoints(data_dir)
    elasticsearch = ElasticsearchSettings(url=found.elasticsearch_url)
    return Gatherer(targets, elasticsearch, found.kafka, time.monotonic)


def _show_once(screen: Screen, every: float, *, as_json: bool) -> None:
    screen.look()
    # A rate is between two looks.
    time.sleep(every)
    view = screen.look()
    if as_json:
        print_json(view.to_json())
    else:
        console = Console(highlight=False)
        console.print(draw_view(view, console.width))
    if not view.is_well:
        raise typer.Exit(NOT_READY)


def _show_live(screen: Screen, every: float) -> None:
    console = Console(highlight=False)
    # So that the screen of before comes back whoever ends it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not console.is_terminal:
        fail("there is no terminal to draw on; `tidings top --once` prints one look", status=2)
    with (
        watching_keys() as is_left_within,
        Live(console=console, screen=True, auto_refresh=False) as live,
    ):
        while True:
            live.update(draw_view(screen.look(), console.width, HINT), refresh=True)
            if is_left_within(every):
                return
