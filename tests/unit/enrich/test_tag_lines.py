"""``tidings tag --jsonl``: as many lines out as in, in their order."""

import io
import json
from datetime import UTC, datetime

import pytest
import typer
from dictionary_tagger import DictionaryTagger
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tidings_enrich import cli, tag_lines
from tidings_enrich.tag_lines import Bad, answer_lines, read_lines
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook

NAMES = DictionaryTagger(person=["葛松年"], place=["青芦区"], organization=["青芦钢厂"])
TAGGING = ArticleTagger(NAMES, load_codebook())
NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
LINE = '{"text": "葛松年在青芦区主持召开会议。"}'


def answer(*lines):
    return list(answer_lines([each.encode() for each in lines], TAGGING, NOW))


def run(tmp_path, monkeypatch, content, *options, tagging=TAGGING):
    app = typer.Typer()
    app.command()(cli.tag)
    file = tmp_path / "texts.jsonl"
    file.write_bytes(content)
    monkeypatch.setattr(cli, "load_tagging", lambda *arguments: tagging)
    return CliRunner().invoke(app, ["--jsonl", str(file), *options])


def test_names_have_offsets_and_labels_in_order_of_the_text():
    (found,) = answer(
        json.dumps({"text": "青芦区葛松年，葛松年到青芦钢厂。", "entities": [[1, 2]]})
    )
    assert found.record["entities"] == [
        [0, 3, "LOC"],
        [3, 6, "PER"],
        [7, 10, "PER"],
        [11, 15, "ORG"],
    ]


def test_english_texts_are_read_by_the_tagger_of_english():
    english = DictionaryTagger(person=["Ana Ruiz"])
    tagging = ArticleTagger(DictionaryTagger(), load_codebook(), english=english)
    line = json.dumps({"text": "Ana Ruiz opened the bridge."}).encode()
    (found,) = answer_lines([line], tagging, NOW)
    assert found.record["entities"] == [[0, 8, "PER"]]


def test_events_have_their_words_and_the_offsets_of_the_trigger():
    (found,) = answer(LINE)
    event = next(each for each in found.record["events"] if each["type"] == "MEETING")
    assert found.record["text"][event["start"] : event["end"]] == event["trigger"]
    assert event["sentence"] == "葛松年在青芦区主持召开会议。"


def test_each_line_has_one_answer_at_its_place_across_batches(monkeypatch):
    monkeypatch.setattr(tag_lines, "MOST_LINES", 3)
    texts = [f"第{n}天，葛松年来了。" for n in range(10)]
    found = answer(*(json.dumps({"text": each}) for each in texts))
    assert [each.record["text"] for each in found] == texts
    assert [each.number for each in found] == list(range(1, 11))


def test_a_batch_ends_where_its_texts_are_long(monkeypatch):
    monkeypatch.setattr(tag_lines, "MOST_CHARACTERS", 20)
    seen = []

    class Counting:
        def tag(self, articles):
            seen.append(len(articles))
            return TAGGING.tag(articles)

    list(answer_lines([LINE.encode()] * 5, Counting(), NOW))
    assert seen == [2, 2, 1]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "not JSON"),
        ("", "an empty line"),
        (" \r\n", "an empty line"),
        ("[1]", 'no object with a string as its "text"'),
        ('{"text": 7}', 'no object with a string as its "text"'),
        ("[" * 100_000, "brackets too deep"),
        ('{"text": ' + "9" * 5_000 + "}", "number too long"),
    ],
)
def test_a_bad_line_is_answered_by_why_and_the_others_are_tagged(line, why):
    before, bad, after = answer(LINE, line, LINE)
    assert why in bad.record["error"]
    assert bad.problem == bad.record["error"]
    assert before.record == after.record
    assert before.record["entities"]


def test_bytes_that_are_not_utf_8_are_named():
    (found,) = answer_lines([b'{"text": "\xff"}'], TAGGING, NOW)
    assert found.problem == "not UTF-8 at byte 11"


def test_a_line_too_long_is_passed_over_and_the_next_is_read():
    lines = list(read_lines(io.BytesIO(b"x" * 99 + b"\n" + b"short\n" + b"y" * 99), 10))
    assert lines == [Bad("longer than 10 bytes"), b"short\n", Bad("longer than 10 bytes")]


def test_a_text_that_the_tagger_fails_on_keeps_its_place():
    class Failing:
        def tag(self, articles):
            if any("坏" in each.body for each in articles):
                raise ValueError
            return TAGGING.tag(articles)

    lines = [json.dumps({"text": each}).encode() for each in ("好。", "坏。", "好。")]
    found = list(answer_lines(lines, Failing(), NOW))
    assert [each.problem is None for each in found] == [True, False, True]
    assert found[1].record == {"text": "坏。", "error": "the tagger raised ValueError"}


@settings(max_examples=40)
@given(st.lists(st.text(alphabet=st.characters(), max_size=40), max_size=5))
def test_whatever_the_texts_they_come_back_in_order_with_offsets_inside(texts):
    found = answer(*(json.dumps({"text": each}) for each in texts))
    assert [each.record["text"] for each in found] == texts
    for each in found:
        for start, end, _ in each.record["entities"]:
            assert 0 <= start < end <= len(each.record["text"])


def test_the_command_prints_a_line_each_and_names_bad_lines(tmp_path, monkeypatch):
    content = f"\ufeff{LINE}\r\n{{\n{LINE}".encode()
    shown = run(tmp_path, monkeypatch, content)
    assert shown.exit_code == 1
    good, bad, last = map(json.loads, shown.stdout.splitlines())
    assert good == last
    assert set(good) == {"text", "entities", "events"}
    assert set(bad) == {"error"}
    assert "texts.jsonl: line 2: not JSON" in shown.stderr


def test_half_a_surrogate_pair_and_terminal_codes_are_printed_as_escapes(tmp_path, monkeypatch):
    shown = run(tmp_path, monkeypatch, rb'{"text": "\ud83d \u001b[J \u2028"}')
    assert shown.exit_code == 0
    assert shown.stdout.isascii()
    assert "\x1b" not in shown.stdout
    assert json.loads(shown.stdout)["text"] == "\ud83d \x1b[J \u2028"


def test_an_empty_file_has_no_answers(tmp_path, monkeypatch):
    shown = run(tmp_path, monkeypatch, b"")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "")


def test_a_tagger_that_fails_on_all_texts_ends_the_command(tmp_path, monkeypatch):
    class Broken:
        def tag(self, articles):
            raise ValueError

    shown = run(tmp_path, monkeypatch, LINE.encode(), tagging=Broken())
    assert shown.exit_code == 1
    assert "plain sentence" in shown.stderr


def test_without_a_file_the_command_says_so():
    app = typer.Typer()
    app.command()(cli.tag)
    shown = CliRunner().invoke(app, ["--jsonl"])
    assert shown.exit_code == 2
    assert "no FILE is named" in shown.stderr
