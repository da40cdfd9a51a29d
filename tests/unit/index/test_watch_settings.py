"""Where the watches are kept."""

from __future__ import annotations

from tidings_index.watch.settings import make_watches_folder


def test_the_data_folder_is_made_and_that_of_a_named_file_has_to_be_there(tmp_path):
    made = make_watches_folder(None, tmp_path / "new" / "data")
    assert made.parent.is_dir()
    assert made.parent.stat().st_mode & 0o777 == 0o700
    named = tmp_path / "other" / "watches.json"
    assert make_watches_folder(named) == named
    assert not named.parent.exists()
