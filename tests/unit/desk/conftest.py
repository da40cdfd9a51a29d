"""The desk behind a client."""

from __future__ import annotations

import httpx
import pytest
from desk_parts import HOST, Desk

from tidings_desk.page import Page


@pytest.fixture
def desk(tmp_path):
    """Give the parts; what a test changes before its first request counts."""
    return Desk(page=Page(tmp_path / "none"))


@pytest.fixture
async def get(desk):
    """Ask the desk for a path with parameters."""
    transport = httpx.ASGITransport(desk.build(), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        yield client.get
