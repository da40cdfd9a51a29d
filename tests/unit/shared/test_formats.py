"""The table of formats answers by name, by media type and by the ending of a file name."""

from __future__ import annotations

from pathlib import Path

from tidings.formats import FORMATS, JSON, TEXT, find_by_media_type, find_by_name, find_by_path


def test_names_media_types_and_suffixes_each_belong_to_one_format():
    for values in (
        [each.name for each in FORMATS],
        [media_type for each in FORMATS for media_type in each.media_types],
        [suffix for each in FORMATS for suffix in each.suffixes],
    ):
        assert len(values) == len(set(values))


def test_a_format_is_found_in_any_letter_case():
    assert find_by_media_type(" Text/Plain ") is TEXT
    assert find_by_path(Path("PAGE.TXT")) is TEXT
    assert find_by_path(Path("a/article.json")) is JSON
    assert find_by_name("json") is JSON


def test_what_is_in_no_format_is_none():
    assert find_by_media_type("image/png") is None
    assert find_by_path(Path("picture.png")) is None
    assert find_by_name("png") is None
