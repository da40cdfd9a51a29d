"""``make picture``: push articles to a real stack and keep what ``tidings top`` shows meanwhile."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from picture import save_picture
from rich.console import Console

from tidings.endpoints import find_endpoints, find_metrics_urls
from tidings.settings import ElasticsearchSettings
from tidings.top.command import HINT, Screen
from tidings.top.gathering import Gatherer
from tidings.top.scrape import Target
from tidings.top.screen import draw_view
from tidings_local.demo import running_stack

DOCS = Path(__file__).parent
PICTURE = DOCS / "images" / "top.svg"
PAGE = DOCS.parent / "examples" / "pages" / "riverside.txt"
COLUMNS = 108
LOOKS = 14
LOOK_EVERY_S = 2.0
BATCH = 8


def main() -> None:
    """Look for half a minute while articles come, and write the picture."""
    with running_stack():
        found = find_endpoints(None)
        targets = [Target(*each) for each in find_metrics_urls(None).items()]
        elasticsearch = ElasticsearchSettings(url=found.elasticsearch_url)
        gatherer = Gatherer(targets, elasticsearch, found.kafka, time.monotonic)
        with gatherer, pushing(found.ingest_url):
            screen = Screen(gatherer)
            for _ in range(LOOKS):
                view = screen.look()
                time.sleep(LOOK_EVERY_S)
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, highlight=False)
        console.print(draw_view(view, COLUMNS, HINT))
        save_picture(console, "tidings top", PICTURE)


@contextmanager
def pushing(ingest_url: str) -> Iterator[None]:
    """Push batches of articles with one paragraph of the example page each, until left."""
    leaving = threading.Event()
    paragraphs = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if len(line) > 40]

    def push() -> None:
        with httpx.Client(base_url=ingest_url, trust_env=False, timeout=30) as client:
            while not leaving.wait(0.4):
                lines = [
                    json.dumps({"source": "demo", "headline": uuid4().hex, "body": each})
                    for each in (paragraphs * BATCH)[:BATCH]
                ]
                kind = {"Content-Type": "application/x-ndjson"}
                client.post("/v1/articles", content="\n".join(lines), headers=kind)

    thread = threading.Thread(target=push)
    thread.start()
    try:
        yield
    finally:
        leaving.set()
        thread.join()


if __name__ == "__main__":
    main()
