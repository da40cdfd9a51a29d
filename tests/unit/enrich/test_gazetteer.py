"""The gazetteer's file answers as what was written into it, and names have their forms."""

from __future__ import annotations

import pytest
from small_gazetteer import SmallGazetteer

from tidings_enrich.models.gazetteer_pinyin import Speller
from tidings_enrich.places.forms import make_key, shorten_unit
from tidings_enrich.places.gazetteer import SqliteGazetteer, write_gazetteer

PEOPLES = ("朝鲜族", "朝鲜", "蒙古族", "蒙古", "藏族", "各族", "东乡族", "东乡")


@pytest.fixture
def written(tmp_path):
    names = SmallGazetteer().names
    units = {candidate.unit.id: candidate.unit for _, candidate in names}
    write_gazetteer(tmp_path / "places.sqlite", units.values(), names)
    return SqliteGazetteer(tmp_path / "places.sqlite")


def test_the_file_answers_as_what_was_written_into_it(written):
    small = SmallGazetteer()
    for name, _ in small.names:
        known = sorted(small.find(name), key=lambda each: each.unit.id)
        assert list(written.find(name)) == known


@pytest.mark.parametrize("name", ["", "无此地", "\ud800", "\0", "' or 1=1 --", "市" * 10_000])
def test_what_is_no_name_finds_nothing(written, name):
    assert list(written.find(name)) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("太原市", ["太原"]),
        ("朝阳区", ["朝阳"]),
        ("浦东新区", ["浦东"]),
        ("香港特别行政区", ["香港"]),
        ("延边朝鲜族自治州", ["延边", "延边州"]),
        ("海西蒙古族藏族自治州", ["海西", "海西州"]),
        ("隆林各族自治县", ["隆林", "隆林县"]),
        ("东乡族自治县", ["东乡族", "东乡族县"]),
        ("城区", []),
        ("沙县", []),
    ],
)
def test_units_are_called_by_their_names_without_the_suffix(name, short):
    assert shorten_unit(name, PEOPLES) == short


@pytest.mark.parametrize(
    ("one", "other"),
    [("臺北", "台北"), ("Xi’an", "XI'AN"), ("São Paulo", "sao  paulo"), ("太 原", "太原")],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert make_key(one) == make_key(other)


def test_names_are_spelled_by_words_before_single_characters():
    speller = Speller({"长治": "changzhi"}, {"长": "zhang", "子": "zi"})
    assert speller.spell("长治") == "changzhi"
    assert speller.list_names("长子县", "长子") == ["zhangzi", "zhangzi County"]
