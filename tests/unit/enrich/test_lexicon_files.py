"""The user's lexicon is read strictly from CSV and YAML, again when it changes."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tidings_enrich import main
from tidings_enrich.lexicon import watch as watching
from tidings_enrich.lexicon.files import read_entries
from tidings_enrich.lexicon.watch import LexiconWatch, load_lexicon
from tidings_enrich.yaml_document import DataFileError

# Far more than a thread takes to read a line.
DEADLINE_S = 20.0
PAGE = Path(__file__).parents[3] / "docs/lexicon.md"
CSV = "name,kind,aliases,links,watch\n葛松年,person,老葛|Ge Songnian,wikidata:Q1|lei:X1,yes\n"
YAML = """
- name: 葛松年
  kind: person
  aliases: [老葛, Ge Songnian]
  links: {wikidata: Q1, lei: X1}
  watch: true
"""


@pytest.fixture
def write(tmp_path):
    def write_file(text, name="names.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_csv_and_yaml_say_the_same(write):
    (from_csv,) = read_entries(write(CSV))
    (from_yaml,) = read_entries(write(YAML, "names.yaml"))
    assert from_csv.entry == from_yaml.entry
    assert from_csv.entry.aliases == ("老葛", "Ge Songnian")
    assert from_csv.entry.links == ("wikidata:Q1", "lei:X1")
    assert from_csv.entry.watch
    assert (from_csv.where, from_yaml.where) == ("names.csv:2", "names.yaml:2")


def test_the_examples_of_the_page_can_be_read(write):
    page = PAGE.read_text(encoding="utf-8")
    (table,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (listed,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert [each.entry for each in read_entries(write(table))] == [
        each.entry for each in read_entries(write(listed, "names.yaml"))
    ]


def test_a_spreadsheets_byte_order_mark_empty_lines_and_missing_columns_do_no_harm(write):
    (placed,) = read_entries(write("\ufeffname,kind\n,\n葛松年,person\n\n"))
    assert placed.where == "names.csv:3"
    assert placed.entry.aliases == ()


def test_a_folder_is_read_in_the_order_of_its_files(write, tmp_path):
    write("name,kind\n乙乙,place\n", "b.csv")
    write("- {name: 甲甲, kind: organization}", "a.yml")
    write("rubbish", ".b.csv.swp")
    write("rubbish", "notes.txt")
    assert [each.entry.name for each in read_entries(tmp_path)] == ["甲甲", "乙乙"]


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("a.csv", "name,type\n葛松年,person\n", ("a.csv:1:", "kind")),
        ("a.csv", "name,kind,name\n葛松年,person,x\n", ("a.csv:1:",)),
        ("a.csv", "", ("a.csv:1:",)),
        ("a.csv", "name,kind\n葛松年,human\n", ("a.csv:2:", "葛松年", "kind", "person")),
        ("a.csv", "name,kind\n葛松年,person,x\n", ("a.csv:2:", "2 cells", "3")),
        ("a.csv", "name,kind\n,person\n", ("a.csv:2:", "name")),
        ("a.csv", "name,kind,watch\n葛松年,person,perhaps\n", ("a.csv:2:", "watch")),
        ("a.csv", "name,kind,links\n葛松年,person,Q1\n", ("a.csv:2:", "links")),
        ("a.csv", "name,kind\n葛,person\n", ("a.csv:2:", "too short")),
        ("a.csv", 'name,kind\n"葛松年,person\n甲乙,place', ("a.csv:2:", "end of data")),
        ("a.csv", "name,kind\n甲乙,person\n丙丁,place\n甲乙,place", ("a.csv:4:", "a.csv:2 too")),
        ("a.yaml", "- {name: 葛松年}", ("a.yaml:1:", "葛松年", "kind")),
        ("a.yaml", "- {name: 甲乙, kind: person}\n- name: 丙丁\n  kind: x", ("a.yaml:3:", "kind")),
        ("a.yaml", "- {name: 葛松年, kind: person, note: x}", ("a.yaml:1:", "note")),
        ("a.yaml", "name: 葛松年", ("a.yaml", "a list")),
        ("a.yaml", "- [", ("a.yaml:", "YAML")),
        ("a.txt", "葛松年", ("a.txt", ".csv or .yaml")),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_its_field(write, name, text, parts):
    with pytest.raises(DataFileError) as caught:
        load_lexicon(write(text, name))
    for part in parts:
        assert part in str(caught.value)


def test_what_is_no_utf_8_or_not_there_is_named(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"name,kind\n\xb8\xf0,person\n")
    with pytest.raises(DataFileError, match=r"a\.csv: no text in UTF-8"):
        load_lexicon(tmp_path / "a.csv")
    with pytest.raises(DataFileError, match="No such file"):
        load_lexicon(tmp_path / "gone")
    (tmp_path / "a.csv").unlink()
    with pytest.raises(DataFileError, match="no file"):
        load_lexicon(tmp_path)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def run_at_once(work):
    work()


def test_a_changed_file_counts_a_second_later_and_a_wrong_one_leaves_the_last_good(write):
    clock = Clock()
    watch = LexiconWatch(write(CSV), clock, run_at_once)
    first = watch.read().version
    write(CSV + "唐以宁,person,,,\n")
    clock.now += 1
    second = watch.read()
    assert len(second) == 2
    assert second.version != first

    write(CSV + "唐以宁,human,,,\n")
    with capture_logs() as logs:
        for _ in range(3):
            clock.now += 1
            assert watch.read() is second
    (line,) = logs
    assert line["log_level"] == "error"
    assert "names.csv:3: 唐以宁: kind" in line["reason"]

    write(CSV)
    clock.now += 1
    assert watch.read().version == first


def test_a_file_that_comes_into_a_folder_or_leaves_it_counts(write, tmp_path):
    clock = Clock()
    write(CSV)
    watch = LexiconWatch(tmp_path, clock, run_at_once)
    more = write("- {name: 唐以宁, kind: person}", "more.yaml")
    clock.now += 1
    assert len(watch.read()) == 2
    more.unlink()
    clock.now += 1
    assert len(watch.read()) == 1


def test_the_lexicon_before_is_used_while_a_changed_one_is_read_once(write):
    clock, waiting = Clock(), []
    watch = LexiconWatch(write(CSV), clock, waiting.append)
    first = watch.read()
    write(CSV + "唐以宁,person,,,\n")
    for _ in range(3):
        clock.now += 1
        assert watch.read() is first
    (work,) = waiting
    work()
    assert len(watch.read()) == 2
    clock.now += 1
    watch.read()
    assert len(waiting) == 2


def list_threads():
    return [each for each in threading.enumerate() if each.name == "lexicon"]


def test_tagging_does_not_wait_for_a_long_list_and_the_thread_that_reads_it_ends(
    write, monkeypatch
):
    monkeypatch.setattr(watching, "PATIENCE_S", 0.0)
    clock, go_on = Clock(), threading.Event()
    watch = LexiconWatch(write(CSV), clock)
    first = watch.read()
    load = watching.load_lexicon
    monkeypatch.setattr(
        watching, "load_lexicon", lambda path: load(path) if go_on.wait(DEADLINE_S) else None
    )
    write(CSV + "唐以宁,person,,,\n")
    for _ in range(3):
        clock.now += 1
        assert watch.read() is first
    (thread,) = list_threads()
    assert thread.daemon
    go_on.set()
    thread.join(DEADLINE_S)
    assert not list_threads()
    assert len(watch.read()) == 2


def test_a_short_list_that_was_written_before_an_article_came_counts_for_it(write, monkeypatch):
    monkeypatch.setattr(watching, "PATIENCE_S", DEADLINE_S)
    clock = Clock()
    watch = LexiconWatch(write(CSV), clock)
    write(CSV + "唐以宁,person,,,\n")
    clock.now += 1
    assert len(watch.read()) == 2


def test_whatever_keeps_a_list_from_being_read_leaves_the_last_good_and_is_told(write, monkeypatch):
    clock = Clock()
    watch = LexiconWatch(write(CSV), clock, run_at_once)
    first = watch.read()

    def want_memory(path):
        raise MemoryError

    def want_threads(work):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(watching, "load_lexicon", want_memory)
        write(CSV + "唐以宁,person,,,\n")
        clock.now += 1
        assert watch.read() is first
        patch.setattr(watch, "_run", want_threads)
        clock.now += 1
        assert watch.read() is first
    assert [each["reason"].split(":")[0] for each in logs] == ["MemoryError", "RuntimeError"]
    write(CSV + "唐以宁,person,,,\n甲乙,person,,,\n")
    clock.now += 1
    assert len(watch.read()) == 3


def test_the_stage_does_not_start_with_a_wrong_lexicon_and_says_where(write, monkeypatch, capsys):
    monkeypatch.setenv("TIDINGS_LEXICON_FILE", str(write("name,kind\n葛松年,human\n")))
    monkeypatch.setattr(main, "check_settings", lambda _: None)
    monkeypatch.setattr(main, "configure_logging", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 2
    assert "TIDINGS_LEXICON_FILE: names.csv:2: 葛松年: kind" in capsys.readouterr().out
