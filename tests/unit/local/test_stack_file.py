"""The stack file tells every command what runs; a damaged one is said to be damaged."""

from __future__ import annotations

import json

import pytest

from tidings.endpoints import STACK_FILE, StackNotFoundError, find_endpoints
from tidings_local.process_identity import Identity
from tidings_local.stack_file import (
    ProcessReport,
    StackReport,
    read_stack_file,
    remove_stack_file,
    write_stack_file,
)

REPORT = StackReport(
    version="1.2.3",
    pid=41,
    born=1_700_000_000.25,
    started_at="2024-01-02T03:04:05+00:00",
    state="degraded",
    endpoints={
        "ingest_url": "http://127.0.0.1:1",
        "elasticsearch_url": "http://127.0.0.1:2",
        "kafka": "127.0.0.1:3",
    },
    processes=(
        ProcessReport("kafka", "ready", "k.log", 42, 1_700_000_001.5, "127.0.0.1:3", 1, 3.2, None),
        ProcessReport("provision", "done", "p.log", ready_after_s=0.4),
        ProcessReport("index", "restarting", "i.log", restarts=2, detail="ended with status 1"),
    ),
)


def test_what_was_written_is_read(tmp_path):
    write_stack_file(tmp_path, REPORT)
    assert read_stack_file(tmp_path) == REPORT


def test_the_endpoints_are_where_every_command_looks_for_them(tmp_path):
    write_stack_file(tmp_path, REPORT)
    assert find_endpoints(tmp_path, {}).kafka == "127.0.0.1:3"


def test_only_what_runs_has_an_identity():
    assert REPORT.identities() == [Identity(42, 1_700_000_001.5)]
    assert REPORT.supervisor == Identity(41, 1_700_000_000.25)


def test_no_reader_meets_half_a_file(tmp_path):
    write_stack_file(tmp_path, REPORT)
    (tmp_path / "stack.tmp").write_text("half of")
    assert read_stack_file(tmp_path) == REPORT
    write_stack_file(tmp_path, REPORT)
    assert [path.name for path in tmp_path.iterdir()] == [STACK_FILE]


def test_no_file_is_no_stack(tmp_path):
    assert read_stack_file(tmp_path) is None
    assert read_stack_file(tmp_path / "absent") is None
    remove_stack_file(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        "{}",
        b"\xff\xfe",
        json.dumps({"processes": [1]}),
        json.dumps({"processes": []}),
        json.dumps({**REPORT.to_json(), "colour": "blue"}),
        json.dumps({**REPORT.to_json(), "processes": [{"name": "kafka"}]}),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, text):
    (tmp_path / STACK_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StackNotFoundError, match="is damaged or of another version") as caught:
        read_stack_file(tmp_path)
    assert str(tmp_path / STACK_FILE) in str(caught.value)
    assert "remove it" in str(caught.value)


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    (tmp_path / STACK_FILE).mkdir()
    with pytest.raises(StackNotFoundError, match="cannot be read"):
        read_stack_file(tmp_path)
