"""What the disk has no room for is refused before it is half done."""

from __future__ import annotations

import pytest

from tidings_local.disk_space import MB, DiskSpaceError, check_free_space, measure_free_bytes


def test_enough_room_is_fine(tmp_path):
    check_free_space(tmp_path, 100, free_bytes=lambda _: 100)


def test_too_little_room_is_refused_with_the_folder_and_both_figures(tmp_path):
    with pytest.raises(DiskSpaceError) as caught:
        check_free_space(tmp_path, 1_000 * MB, free_bytes=lambda _: 250 * MB)
    message = str(caught.value)
    assert f"{tmp_path} needs 1000 MB of free space and has 250 MB" in message
    assert "TIDINGS_DATA_DIR" in message


def test_a_folder_to_be_made_is_measured_where_it_will_be(tmp_path):
    assert measure_free_bytes(tmp_path / "not" / "yet" / "there") > 0
