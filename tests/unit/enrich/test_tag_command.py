"""``tidings tag`` with a tagger that knows two names by heart."""

import json
from datetime import UTC, date, datetime

import pytest
import typer
from dictionary_tagger import DictionaryTagger
from small_gazetteer import SmallGazetteer
from typer.testing import CliRunner

from tidings.draft import Draft
from tidings.reading import NoReaderError, Problem, Reading, UnreadableError
from tidings_enrich import cli
from tidings_enrich.lexicon.watch import load_lexicon
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.events.own_codebook import load_codebook_with
from tidings_enrich.topics.scheme import load_scheme

BODY = "5月3日，市长葛松年在青芦区主持召开会议，投资3.5亿元。\x1b[J"
DRAFT = Draft(headline="葛松年\u202e主持会议", body=BODY, lines=(3, 9), language="zh")
NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def tagging():
    locator = PlaceLocator(SmallGazetteer(), {"*": "山西省/太原市"})
    names = DictionaryTagger(person=["葛松年"], place=["青芦区", "小店区"])
    return ArticleTagger(names, load_codebook(), locator, scheme=load_scheme())


@pytest.fixture
def run(monkeypatch, tmp_path, tagging):
    """Run the command on a file whose reader gives ``items`` whatever its bytes."""
    app = typer.Typer()
    app.command()(cli.tag)
    file = tmp_path / "page.txt"
    file.write_bytes(b"page")

    def start(*options, items=(DRAFT,), reader=None, name=None):
        reader = reader or (lambda body, content_type: Reading("text", tuple(items)))
        monkeypatch.setattr(cli, "load_reader", lambda: reader)
        monkeypatch.setattr(cli, "load_tagging", lambda kind, *places: tagging)
        return CliRunner().invoke(app, [name or str(file), *options])

    return start


def test_json_holds_the_article_and_its_tags_as_plain_values(run):
    shown = run("--json", "--date", "2031-05-04")
    assert shown.exit_code == 0
    (article,) = json.loads(shown.stdout)["articles"]
    assert article["body"] == BODY
    assert article["lines"] == [3, 9]
    assert article["persons"] == [{"name": "葛松年", "titles": ["市长"]}]
    assert article["organizations"] == []
    assert article["places"] == ["青芦区"]
    day = "2031-05-03"
    assert article["times"] == [{"text": "5月3日", "start": day, "end": day, "iso": day}]
    assert article["quantities"] == [{"text": "3.5亿元", "value": 350000000.0, "unit": "CNY"}]
    meeting = next(each for each in article["events"] if each["type"] == "MEETING")
    assert meeting["trigger"] in meeting["sentence"]
    assert set(meeting) >= {"code", "actors", "targets", "place", "time", "status", "confidence"}


def test_topics_are_told_with_both_names_and_the_words_that_tell_them(run):
    fire = DRAFT.model_copy(update={"body": "仓库起火，消防员赶到，火势很大。火势已被控制。"})
    (article,) = json.loads(run("--json", items=(fire,)).stdout)["articles"]
    (topic,) = article["topics"]
    assert topic["broader"]["code"] == "medtop:03000000"
    assert {"kind": "word", "name": "火势", "times": 2} in topic["signs"]
    shown = run(items=(fire,)).stdout
    assert topic["zh"] in shown
    assert topic["code"] in shown


def test_the_article_is_shown_with_a_table_of_its_tags(run):
    shown = run("--date", "2031-05-04").stdout
    for words in (
        "lines 3-9",
        "葛松年",
        "市长",
        "青芦区",
        "2031-05-03",
        "350,000,000 CNY",
        "MEETING",
    ):
        assert words in shown


def test_places_are_shown_with_what_they_mean_and_what_decided(run):
    draft = Draft(body="我市在小店区开会。", language="zh")
    (article,) = json.loads(run("--json", items=(draft,)).stdout)["articles"]
    here, there = article["locations"]
    assert (here["path"], here["rule"], here["because"]) == ("山西省/太原市", "reference", "home")
    assert there["adcode"] == "140105"
    assert there["point"] == {"lat": 30.0, "lon": 110.0}
    shown = run(items=(draft,)).stdout
    assert "小店区  山西省/太原市/小店区  only_one" in shown


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_of_an_article_reaches_the_terminal_as_a_command(run, options):
    shown = run(*options).stdout
    assert "\x1b[J" not in shown
    assert "\u202e" not in shown
    assert "[J" in shown


def test_a_draft_without_tags_is_shown_without_a_table(run):
    shown = run(items=[Draft(body="无。")])
    assert shown.exit_code == 0
    assert "persons" not in shown.stdout


def test_what_cannot_be_read_is_said_with_the_file_and_ends_with_status_1(run):
    shown = run(items=[DRAFT, Problem("line 7", "no text")])
    assert shown.exit_code == 1
    assert "page.txt: line 7: no text" in shown.stderr
    assert "葛松年" in shown.stdout


def test_a_file_that_nobody_can_read_ends_with_status_1_and_the_reason(run):
    def refuse(body, content_type):
        raise UnreadableError(415, Problem("Content-Type", "an image"))

    shown = run(reader=refuse)
    assert shown.exit_code == 1
    assert "page.txt: Content-Type: an image" in shown.stderr
    assert shown.stdout == ""


def test_a_missing_file_is_named(run):
    shown = run(name="nowhere.txt")
    assert shown.exit_code == 1
    assert "nowhere.txt: No such file" in shown.stderr


def test_missing_models_are_named_with_the_way_to_build_them(run, monkeypatch):
    def miss(kind, *places):
        raise ModelsMissingError("build them with: make setup")

    run()
    monkeypatch.setattr(cli, "load_tagging", miss)
    app = typer.Typer()
    app.command()(cli.tag)
    shown = CliRunner().invoke(app, [__file__])
    assert shown.exit_code == 1
    assert "make setup" in shown.stderr


def test_a_name_of_ones_own_list_is_shown_with_its_line_and_links(run, monkeypatch, tmp_path):
    (tmp_path / "names.csv").write_text(
        "name,kind,links,watch\n葛松年,person,wikidata:Q7,yes\n", encoding="utf-8"
    )
    run()

    def load(kind, home, folder, lexicon):
        names = load_lexicon(lexicon)
        return ArticleTagger(DictionaryTagger(), load_codebook(), None, lambda: names)

    monkeypatch.setattr(cli, "load_tagging", load)
    app = typer.Typer()
    app.command()(cli.tag)
    options = [str(tmp_path / "page.txt"), "--lexicon", str(tmp_path / "names.csv")]
    shown = CliRunner().invoke(app, options, env={"COLUMNS": "100"})
    assert "names.csv:2 wikidata:Q7  watched" in shown.stdout
    (article,) = json.loads(CliRunner().invoke(app, [*options, "--json"]).stdout)["articles"]
    (known,) = article["known"]
    assert (known["name"], known["type"], known["watch"]) == ("葛松年", "person", True)


def test_a_wrong_codebook_of_ones_own_is_told_with_file_and_field(run, monkeypatch, tmp_path):
    (tmp_path / "own.yaml").write_text("- switches_off: MEETNIG\n", encoding="utf-8")
    asked = []

    def load(kind, home, folder, lexicon):
        asked.append(folder)
        return load_codebook_with(folder)

    run()
    monkeypatch.setattr(cli, "load_tagging", load)
    app = typer.Typer()
    app.command()(cli.tag)
    shown = CliRunner().invoke(app, [__file__, "--codebook-dir", str(tmp_path)])
    assert shown.exit_code == 1
    assert "own.yaml:1: switches_off: no type is called MEETNIG" in shown.stderr
    assert asked == [tmp_path]


def test_a_language_whose_names_nobody_reads_is_told_once(run):
    english = DRAFT.model_copy(update={"body": "Jane Roe spoke on Monday.", "language": "en"})
    shown = run("--json", items=(DRAFT, english, english))
    assert shown.exit_code == 0
    assert shown.stderr.count("names are not looked for in this language: en") == 1
    assert "zh" not in shown.stderr
    assert json.loads(shown.stdout)["articles"][1]["times"]


def test_a_machine_without_a_reader_is_told_what_is_missing(run, monkeypatch):
    def find_none():
        raise NoReaderError("reading a file needs the package tidings-ingest")

    run()
    monkeypatch.setattr(cli, "load_reader", find_none)
    app = typer.Typer()
    app.command()(cli.tag)
    shown = CliRunner().invoke(app, [__file__])
    assert shown.exit_code == 1
    assert "tidings-ingest" in shown.stderr


@pytest.mark.parametrize("options", [("--format", "papyrus"), ("--date", "yesterday")])
def test_a_wrong_option_is_named(run, options):
    shown = run(*options)
    assert shown.exit_code == 1
    assert " ".join(options) in shown.stderr


def test_a_date_that_the_file_gives_goes_before_the_option(tagging):
    dated = DRAFT.model_copy(update={"published_at": NOW})
    ((_, tags),) = cli.tag_drafts((dated,), tagging, date(1999, 1, 1), lambda: NOW)
    assert tags.times[0].start == "2031-05-03"
