"""A folder of the user's own codebook files changes what is tagged, or is refused with a reason."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tidings_enrich import main
from tidings_enrich.tagging.events import own_codebook
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.events.matcher import find_events
from tidings_enrich.tagging.events.own_codebook import load_codebook_with
from tidings_enrich.tagging.sentences import split_sentences
from tidings_enrich.yaml_document import DataFileError

PAGE = Path(__file__).parents[3] / "docs/event-codebook.md"
BREACH = """
- name: DATA_BREACH
  code: ACME:CYBER:breach
  description: Data gets into the wrong hands.
  triggers:
    zh:
      - {words: [数据泄露], weight: 0.9}
"""
built_in = cache(load_codebook)


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Return the codebook with files of these words: ``load(BREACH)`` is own.yaml."""

    monkeypatch.setattr(own_codebook, "load_codebook", built_in)

    def load_files(own, **others):
        for name, text in {"own": own, **others}.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_codebook_with(tmp_path)

    return load_files


def find_types(codebook, body, language="zh"):
    found = find_events(body, split_sentences(body), [], [], codebook, language)
    return {each.type: each.trigger.text for each in found}


def test_without_a_folder_it_is_the_codebook_of_the_product():
    assert load_codebook_with(None).types == built_in().types


def test_the_example_of_the_page_does_what_the_page_says(load):
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    codebook = load(example)
    assert find_types(codebook, "一家银行发生数据泄露。") == {"DATA_BREACH": "数据泄露"}
    assert find_types(codebook, "要防范数据泄露风险。") == {}
    assert find_types(codebook, "Hackers leaked the data of a bank.", "en") == {
        "DATA_BREACH": "leaked"
    }
    assert find_types(codebook, "公交司机集体请假。") == {"STRIKE": "集体请假"}
    assert find_types(built_in(), "码头工人怠工三天。") == {"STRIKE": "怠工"}
    assert find_types(codebook, "码头工人怠工三天。") == {}
    assert find_types(codebook, "码头工人罢工三天。") == {"STRIKE": "罢工"}
    assert "EXHIBITION_OR_FESTIVAL" not in {each.name for each in codebook.types}


def test_an_event_of_an_own_type_carries_its_code(load):
    body = "一家银行发生数据泄露。"
    (event,) = find_events(body, split_sentences(body), [], [], load(BREACH), "zh")
    assert event.code == "ACME:CYBER:breach"
    assert event.confidence >= 0.9


@pytest.mark.parametrize("written", ["數據洩露", "数据泄露"])
@pytest.mark.parametrize("printed", ["數據洩露", "数据泄露"])
def test_a_word_in_one_script_is_found_in_the_other(load, written, printed):
    codebook = load(BREACH.replace("数据泄露", written))
    assert find_types(codebook, f"銀行发生{printed}。") == {"DATA_BREACH": printed}


def test_a_character_that_the_codebook_of_the_product_lacks_is_found_in_both_scripts(load):
    codebook = load(BREACH.replace("数据泄露", "贿选骗补"))
    assert find_types(codebook, "有人賄選騙補。") == {"DATA_BREACH": "賄選騙補"}


def test_a_word_that_the_type_has_already_counts_as_the_file_says(load):
    codebook = load(
        "- extends: STRIKE\n  triggers: {zh: [{words: [罢工], weight: 0.5, requires: [码头]}]}"
    )
    assert find_types(codebook, "司机罢工。") == {}
    assert find_types(codebook, "码头司机罢工。") == {"STRIKE": "罢工"}


def test_a_type_that_is_switched_off_can_be_written_anew(load):
    new = BREACH.replace("DATA_BREACH", "STRIKE")
    codebook = load("- switches_off: STRIKE", replacement=new)
    assert find_types(codebook, "司机罢工，数据泄露。") == {"STRIKE": "数据泄露"}


def test_a_type_of_one_file_can_be_extended_in_another(load):
    codebook = load(
        BREACH, a="- extends: DATA_BREACH\n  triggers: {zh: [{words: [撞库], weight: 0.8}]}"
    )
    assert find_types(codebook, "网站被撞库。") == {"DATA_BREACH": "撞库"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (BREACH.replace("0.9", "1.9"), ("own.yaml:7:", "DATA_BREACH", "triggers.zh.0.weight")),
        (BREACH.replace("weight", "wait"), ("own.yaml:7:", "wait")),
        (BREACH.replace("zh:", "xx:"), ("own.yaml:6:", "triggers.xx")),
        (BREACH.replace("  description: Data gets into the wrong hands.\n", ""),
         ("own.yaml:2:", "description", "required")),
        (BREACH + BREACH, ("own.yaml:9:", "DATA_BREACH", "already")),
        (BREACH.replace("DATA_BREACH", "MEETING"), ("own.yaml:2:", "extends: MEETING")),
        ("- extends: MEETNIG\n  triggers: {}", ("own.yaml:1:", "MEETNIG")),
        ("- switches_off: MEETNIG", ("own.yaml:1:", "MEETNIG")),
        ("- switches_off: MEETING\n  triggers: {}", ("own.yaml:2:", "triggers")),
        ("- switches_off: MEETING\n- extends: MEETING", ("own.yaml:2:", "switched off")),
        ("- extends: STRIKE\n  without: {zh: [无此词]}", ("own.yaml:1:", "without.zh", "无此词")),
        (BREACH.replace("[数据泄露]", "[数据泄露, 数据泄露]"), ("own.yaml:2:", "twice")),
        (BREACH + "  triggers: {}\n", ("own.yaml:8:", "triggers is there twice")),
        ("- 7", ("own.yaml:1:", "entry 1")),
        ("name: DATA_BREACH", ("own.yaml", "a list")),
        ("", ("own.yaml", "a list")),
        ("- name: [\n- x: {", ("own.yaml:2:", "no YAML")),
        ("- name: \0", ("own.yaml", "YAML")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_field(load, text, parts):
    with pytest.raises(DataFileError) as caught:
        load(text)
    for part in parts:
        assert part in str(caught.value)


def test_a_folder_that_is_not_there_or_holds_no_file_is_refused_by_name(tmp_path):
    for folder, part in ((tmp_path / "gone", "No such file"), (tmp_path, "no file")):
        with pytest.raises(DataFileError, match=part) as caught:
            load_codebook_with(folder)
        assert str(folder) in str(caught.value)


def test_files_of_editors_and_mounts_are_left_alone(load, tmp_path):
    (tmp_path / ".own.yaml.swp").write_bytes(b"\x00\xff")
    (tmp_path / ".hidden.yaml").write_bytes(b"\xff")
    (tmp_path / "README.md").write_text("words")
    assert load(BREACH).types[-1].name == "DATA_BREACH"


def test_its_name_changes_with_what_it_says_and_with_nothing_else(load):
    names = {
        built_in().name,
        load(BREACH).name,
        load(BREACH.replace("0.9", "0.8")).name,
        load("- switches_off: STRIKE").name,
    }
    assert len(names) == 4
    assert load(f"# a remark\n{BREACH}\n\n").name == load(BREACH).name
    assert re.fullmatch(r"codebook [0-9a-f]{8}", built_in().name)


def test_the_stage_does_not_start_with_a_wrong_file_and_says_where(tmp_path, monkeypatch, capsys):
    (tmp_path / "own.yaml").write_text(BREACH.replace("0.9", "nine"), encoding="utf-8")
    monkeypatch.setenv("TIDINGS_CODEBOOK_DIR", str(tmp_path))
    monkeypatch.setattr(main, "check_settings", lambda _: None)
    monkeypatch.setattr(main, "configure_logging", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 2
    told = capsys.readouterr().out
    assert "TIDINGS_CODEBOOK_DIR: own.yaml:7: DATA_BREACH: triggers.zh.0.weight" in told
