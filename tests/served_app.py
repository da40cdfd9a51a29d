"""An application on a port of its own, for tests that need a real connection."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

SOON_S = 30.0


@contextmanager
def serve_app(app: ASGIApp, **options: Any) -> Iterator[str]:
    """Serve on loopback; give the address. ``options`` are of uvicorn, such as the protocol."""
    config = uvicorn.Config(app, port=0, ws="none", lifespan="off", log_config=None, **options)
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    try:
        deadline = time.monotonic() + SOON_S
        while not server.started:
            assert running.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(SOON_S)
