"""Logs stay small, and their last lines go into error messages."""

from __future__ import annotations

import errno

from tidings_local import process_log
from tidings_local.process_log import TAIL_BYTES, read_tail, rotate_log


def test_a_small_log_stays_as_it_is(tmp_path):
    log = tmp_path / "kafka.log"
    log.write_text("12345")
    rotate_log(log, largest=5)
    assert log.read_text() == "12345"
    assert not (tmp_path / "kafka.log.1").exists()


def test_a_large_log_moves_to_the_one_before(tmp_path):
    log, before = tmp_path / "kafka.log", tmp_path / "kafka.log.1"
    before.write_text("the day before yesterday")
    log.write_text("yesterday")
    rotate_log(log, largest=5)
    assert log.read_text() == ""
    assert before.read_text() == "yesterday"


def test_who_writes_goes_on_in_the_same_file(tmp_path):
    log = tmp_path / "kafka.log"
    with log.open("ab") as output:
        output.write(b"before\n")
        output.flush()
        rotate_log(log, largest=1)
        output.write(b"after\n")
    assert log.read_text() == "after\n"


def test_no_log_is_no_error(tmp_path):
    rotate_log(tmp_path / "none.log", largest=1)
    assert read_tail(tmp_path / "none.log") == ""


def test_the_tail_is_the_last_lines(tmp_path):
    log = tmp_path / "kafka.log"
    log.write_text("".join(f"line {number}\n" for number in range(100)))
    assert read_tail(log, 3) == "line 97\nline 98\nline 99"


def test_the_tail_of_a_huge_log_reads_only_its_end(tmp_path):
    log = tmp_path / "kafka.log"
    # A character of three bytes, so that the cut falls into one.
    log.write_text("潮" * TAIL_BYTES, encoding="utf-8")
    assert len(read_tail(log, 3).encode()) <= TAIL_BYTES + 6


def test_a_log_stays_as_it_is_while_there_is_no_room_for_a_copy(tmp_path, monkeypatch):
    def copy(source, target):
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    log = tmp_path / "kafka.log"
    log.write_bytes(b"x" * 11)
    monkeypatch.setattr(process_log.shutil, "copyfile", copy)
    rotate_log(log, largest=10)
    assert log.read_bytes() == b"x" * 11
    assert [each.name for each in tmp_path.iterdir()] == ["kafka.log"]
