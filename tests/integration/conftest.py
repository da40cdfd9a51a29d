"""The servers and the ingest process that integration tests share."""

from __future__ import annotations

import uuid

import pytest
from ingest_process import IngestProcess
from stack_fixtures import servers, stack  # noqa: F401


@pytest.fixture
def ingest(servers, tmp_path):  # noqa: F811
    """Give a process that is not started, on a topic that is not there; leave the servers up."""
    servers.start()
    process = IngestProcess(servers.kafka, f"t{uuid.uuid4().hex[:8]}", tmp_path)
    try:
        yield process
    finally:
        process.stop()
        servers.start()
