"""Each line of a log is one line, names its stage, and does nothing to a terminal."""

from __future__ import annotations

import json
import logging
import threading

import pytest
import structlog

from tidings.logging import configure_logging

HOSTILE = "first\nsecond\x1b[31m\x07\u202egnp.exe\x00\r"


@pytest.fixture
def configure(monkeypatch):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield configure_logging
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def read_lines(capsys) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_a_json_line_carries_event_level_time_stage_and_values(configure, capsys):
    configure("ingest", "json", "info")
    structlog.get_logger().info("accepted", articles=3)
    (line,) = read_lines(capsys)
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {"event": "accepted", "level": "info", "stage": "ingest", "articles": 3}


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_lines_from_other_threads_and_libraries_name_the_stage_too(configure, capsys, log_format):
    configure("enrich", log_format, "info")

    def write() -> None:
        structlog.get_logger().info("ours")
        logging.getLogger("some.library").warning("theirs")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    lines = read_lines(capsys)
    assert len(lines) == 2
    assert all("stage" in line and "enrich" in line for line in lines)


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_hostile_text_stays_one_line_without_control_characters(configure, capsys, log_format):
    configure("index", log_format, "info")
    structlog.get_logger().info(HOSTILE, headline=HOSTILE, several=[HOSTILE])
    logging.getLogger("some.library").warning("said %s", HOSTILE)
    written = capsys.readouterr().err
    assert written.count("\n") == 2
    assert written.replace("\n", "").isprintable()


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_exception_comes_with_its_traceback_and_without_terminal_codes(
    configure, capsys, log_format
):
    configure("index", log_format, "info")
    try:
        raise ValueError("odd \x1b[31m text")
    except ValueError:
        structlog.get_logger().exception("failed")
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "Traceback" in written
    assert "\x1b" not in written


def test_lines_below_the_level_are_left_out(configure, capsys):
    configure("index", "json", "warning")
    structlog.get_logger().info("small talk")
    structlog.get_logger().warning("news")
    assert [json.loads(line)["event"] for line in read_lines(capsys)] == ["news"]


def test_libraries_that_report_every_request_are_heard_from_warnings_on(configure, capsys):
    configure("index", "json", "debug")
    logging.getLogger("kafka.conn").info("connecting")
    logging.getLogger("kafka.conn").warning("broker is away")
    assert [json.loads(line)["event"] for line in read_lines(capsys)] == ["broker is away"]


def test_configuring_twice_writes_each_line_once(configure, capsys):
    configure("index", "json", "info")
    configure("index", "json", "info")
    logging.getLogger("some.library").warning("once")
    assert len(read_lines(capsys)) == 1
