"""One stack on one folder, and what a crash left is ended only when it is surely ours."""

from __future__ import annotations

import pytest

from tidings_local.data_folder import (
    StackRunsError,
    end_left_overs,
    find_running,
    hold_data_dir,
)
from tidings_local.process_identity import identify
from tidings_local.stack_file import ProcessReport, StackReport, read_stack_file, write_stack_file

# Above the largest number that Linux gives.
NOBODY = 4_194_305


def note(folder, process, born=None):
    """Write a stack file in which ``process`` is a child and the supervisor is dead."""
    child = ProcessReport("kafka", "ready", "k.log", process.pid, born or process.create_time())
    write_stack_file(folder, StackReport("1", NOBODY, 1.0, "then", "ready", {}, (child,)))


def note_supervisor(folder, process):
    """Write a stack file that ``process`` seems to have written."""
    report = StackReport("1", process.pid, process.create_time(), "then", "ready", {}, ())
    write_stack_file(folder, report)
    return report


def test_a_second_stack_is_refused_with_pid_and_folder(tmp_path, sleeper):
    note_supervisor(tmp_path, sleeper)
    with (
        hold_data_dir(tmp_path),
        pytest.raises(StackRunsError) as caught,
        hold_data_dir(tmp_path),
    ):
        pass
    assert f"a stack runs already (pid {sleeper.pid}) on {tmp_path}" in str(caught.value)
    assert "tidings down --data-dir" in str(caught.value)


def test_a_number_from_before_a_crash_is_not_named_as_the_holder(tmp_path, sleeper):
    note(tmp_path, sleeper)
    with (
        hold_data_dir(tmp_path),
        pytest.raises(StackRunsError, match="runs already on"),
        hold_data_dir(tmp_path),
    ):
        pass


def test_a_second_stack_is_refused_before_the_first_has_written_its_file(tmp_path):
    with (
        hold_data_dir(tmp_path),
        pytest.raises(StackRunsError, match="runs already on"),
        hold_data_dir(tmp_path),
    ):
        pass


def test_a_second_stack_is_refused_even_when_the_file_is_damaged(tmp_path):
    (tmp_path / "stack.json").write_text("{")
    with (
        hold_data_dir(tmp_path),
        pytest.raises(StackRunsError, match="runs already on"),
        hold_data_dir(tmp_path),
    ):
        pass


def test_a_folder_that_was_let_go_can_be_held_again(tmp_path):
    for _ in range(2):
        with hold_data_dir(tmp_path / "new" / "folder"):
            assert (tmp_path / "new" / "folder").is_dir()


def test_what_a_crash_left_is_ended(tmp_path, sleeper):
    note(tmp_path, sleeper)
    assert end_left_overs(tmp_path) == 1
    assert identify(sleeper.pid) is None
    assert read_stack_file(tmp_path) is None


def test_a_process_that_only_has_the_same_number_is_left_alone(tmp_path, sleeper):
    note(tmp_path, sleeper, born=sleeper.create_time() - 3600)
    assert end_left_overs(tmp_path) == 0
    assert sleeper.is_running()
    assert read_stack_file(tmp_path) is None


def test_a_folder_that_nobody_crashed_on_has_nothing_left(tmp_path):
    assert end_left_overs(tmp_path) == 0


def test_a_stack_runs_while_its_supervisor_lives(tmp_path, sleeper):
    report = note_supervisor(tmp_path, sleeper)
    assert find_running(tmp_path) == report


def test_a_file_whose_supervisor_is_dead_is_no_running_stack(tmp_path, sleeper):
    note(tmp_path, sleeper)
    assert find_running(tmp_path) is None
