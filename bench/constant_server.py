"""The reference of ``make bench-ingest``: the same server, which reads a body and does nothing."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Request, Response

from tidings_ingest.protocol import ImpatientProtocol

ANSWER = b'{"format":"json","notes":[],"items":[{"id":"5f0c0d7e4d3a4f0a9b1f6c2e8d7a6b5c"}]}'


def build_app() -> FastAPI:
    """Return an application whose only answer is always the same."""
    app = FastAPI(openapi_url=None)

    @app.post("/v1/articles", status_code=202)
    async def answer(request: Request) -> Response:
        async for _ in request.stream():
            continue
        return Response(ANSWER, 202, media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(
        build_app(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        http=ImpatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
