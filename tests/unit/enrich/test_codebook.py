"""The codebook is read strictly, and its errors say where."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from tidings_enrich.tagging.events.codebook import DataFileError, load_codebook
from tidings_enrich.tagging.events.vocabulary import Vocabulary

DATA = files("tidings_enrich.tagging") / "data" / "codebook"
TYPE = """
- name: {name}
  code: TID:TEST:thing
  description: A thing.
  triggers:
    zh:
      - {{words: [开门, 开窗], weight: 0.9}}
"""


@pytest.fixture
def folder(tmp_path):
    for file in DATA.iterdir():
        if file.name.startswith(("cues", "variants")):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_it_has_the_kinds_of_events_that_analysts_ask_for():
    names = {each.name for each in load_codebook().types}
    assert len(names) >= 40
    assert {
        "MEETING",
        "LOCKDOWN_LIFTED",
        "TESTING",
        "STRIKE",
        "MERGER",
        "NATURAL_DISASTER",
    } <= names


def test_every_type_has_triggers_in_both_languages():
    for each in load_codebook().types:
        assert set(each.triggers) == {"zh", "en"}, each.name


def test_every_simplified_character_is_found_in_its_traditional_form_too():
    vocabulary = load_codebook().vocabularies["zh"]
    assert vocabulary.fold("確診病例，簽署協議，罷工，臺風，召開會議") == (
        "确诊病例，签署协议，罢工，台风，召开会议"
    )


def test_folding_keeps_every_offset():
    vocabulary = load_codebook().vocabularies["zh"]
    text = "嶼灣𠮷醫院é"
    assert len(vocabulary.fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (TYPE.format(name="Thing"), ("things.yaml", "Thing", "name")),
        (TYPE.format(name="THING").replace("0.9", "1.9"), ("THING", "weight")),
        (TYPE.format(name="THING").replace("weight", "wait"), ("THING", "wait")),
        (TYPE.format(name="THING").replace("TID:TEST:thing", "XX"), ("THING", "code")),
        (TYPE.format(name="THING").replace("开门, 开窗", ""), ("THING", "words")),
        ("- 7", ("things.yaml", "entry 1")),
        ("name: THING", ("things.yaml", "a list")),
        ("[", ("things.yaml", "no YAML")),
        (TYPE.format(name="THING") * 2, ("THING", "twice")),
        (TYPE.format(name="THING").replace("开窗", "开门"), ("THING", "zh", "开门")),
    ],
)
def test_wrong_data_is_refused_with_file_entry_and_problem(folder, text, parts):
    (folder / "things.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_codebook(folder)
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("cues.zh.yaml", "status: []", "occurred_after"),
        ("cues.xx.yaml", "status: []", "none of zh, en"),
        ("variants.zh.yaml", "{確診: 确诊}", "one character"),
    ],
)
def test_wrong_cues_and_variants_are_refused_by_the_name_of_their_file(folder, name, text, part):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=re.escape(name)) as caught:
        load_codebook(folder)
    assert part in str(caught.value)


def test_a_language_without_cues_is_refused(folder):
    (folder / "cues.en.yaml").unlink()
    with pytest.raises(DataFileError, match=r"cues\.en\.yaml"):
        load_codebook(folder)


def test_each_language_has_a_vocabulary():
    vocabularies = load_codebook().vocabularies
    assert {key: type(each) for key, each in vocabularies.items()} == {
        "zh": Vocabulary,
        "en": Vocabulary,
    }
