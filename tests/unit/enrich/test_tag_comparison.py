"""``tidings tag --compare``: which tags differ between two answers."""

import json

import pytest
import typer
from typer.testing import CliRunner

from tidings_enrich import cli
from tidings_enrich.tag_comparison import IDENTITY, TagChange, compare_answers, count_changes


def article(body="甲来了。", **tags):
    empty = {kind: [] for kind in IDENTITY if kind != "known"}
    return {"headline": "题", "body": body, **empty, **tags}


def answer(*articles):
    return {"articles": list(articles)}


def event(**more):
    return {
        "type": "MEETING",
        "sentence": "甲开会。",
        "trigger": "开会",
        "status": "occurred",
    } | more


def compare(old, new):
    (change,) = compare_answers(answer(article(**old)), answer(article(**new)))
    return change.tags


def test_equal_answers_have_no_differences_whatever_the_order_of_their_tags():
    old = article(organizations=["甲厂", "乙厂"], events=[event()])
    new = article(organizations=["乙厂", "甲厂"], events=[event()])
    assert compare_answers(answer(old), answer(new)) == []


def test_names_are_gained_and_lost():
    assert compare({"places": ["甲县"]}, {"places": ["乙县"]}) == (
        TagChange("places", "gained", ("乙县",), (), ({},)),
        TagChange("places", "lost", ("甲县",), ({},), ()),
    )


def test_a_person_with_another_office_has_changed():
    (tag,) = compare(
        {"persons": [{"name": "葛松年", "titles": ["市长"]}]},
        {"persons": [{"name": "葛松年", "titles": ["副市长"]}]},
    )
    assert (tag.kind, tag.how, tag.identity) == ("persons", "changed", ("葛松年",))
    assert (tag.before, tag.after) == (({"titles": ["市长"]},), ({"titles": ["副市长"]},))


def test_an_event_is_the_same_one_by_type_and_sentence():
    (changed,) = compare({"events": [event()]}, {"events": [event(status="planned")]})
    assert changed.how == "changed"
    tags = compare({"events": [event()]}, {"events": [event(type="SPEECH_OR_INSTRUCTION")]})
    assert [each.how for each in tags] == ["gained", "lost"]


def test_a_time_that_stands_twice_in_a_text_is_one_tag_with_two_readings():
    twice = [{"text": "3日", "start": "2031-05-03"}, {"text": "3日", "start": "2031-06-03"}]
    (tag,) = compare({"times": twice[:1]}, {"times": twice})
    assert (tag.how, len(tag.before), len(tag.after)) == ("changed", 1, 2)


def test_an_answer_from_before_there_was_a_kind_of_tag_has_none_of_it():
    old, new = article(), article()
    del old["locations"]
    new["known"] = []
    assert compare_answers(answer(old), answer(new)) == []


def test_articles_are_paired_by_body_then_by_headline():
    old = [article("一。", places=["甲县"]), article("二。", headline="乙"), article("三。")]
    new = [article("三。"), article("二，改。", headline="乙", places=["丙县"]), article("一。")]
    moved = compare_answers(answer(*old), answer(*new))
    assert [(each.number, each.only_in, len(each.tags)) for each in moved] == [
        (2, None, 1),
        (3, None, 1),
    ]


def test_articles_of_one_answer_alone_are_told_with_all_their_tags():
    old = answer(article("一。", headline=None, places=["甲县"]))
    new = answer(article("二。", headline=None, places=["乙县"]))
    changes = compare_answers(old, new)
    assert [(each.only_in, each.tags[0].how) for each in changes] == [
        ("after", "gained"),
        ("before", "lost"),
    ]
    assert count_changes(changes)["places"] == {"gained": 1, "lost": 1, "changed": 0}


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    app.command()(cli.tag)

    def start(old, new, *options):
        files = [tmp_path / "a.json", tmp_path / "b.json"]
        for file, content in zip(files, (old, new), strict=True):
            file.write_text(content if isinstance(content, str) else json.dumps(content))
        return CliRunner().invoke(app, ["--compare", *map(str, files), *options])

    return start


def test_the_command_prints_nothing_and_ends_with_0_where_nothing_differs(run):
    shown = run(answer(article()), answer(article()))
    assert (shown.exit_code, shown.stdout) == (0, "")


def test_the_command_shows_each_change_and_counts_and_ends_with_1(run):
    old = answer(article(places=["甲县\x1b[J"], events=[event()]))
    shown = run(old, answer(article(places=["[red]乙县"], events=[event(status="planned")])))
    assert shown.exit_code == 1
    assert "+ places  [red]乙县" in shown.stdout
    assert "- places  甲县\\x1b[J" in shown.stdout
    assert "~ events  MEETING  甲开会。  status occurred → planned" in shown.stdout
    assert ["places", "1", "1", "0"] in [each.split() for each in shown.stdout.splitlines()]


def test_the_changes_as_json_name_what_changed(run):
    shown = run(answer(article()), answer(article(places=["乙县"])), "--json")
    told = json.loads(shown.stdout)
    (change,) = told["articles"]
    assert change["tags"][0]["identity"] == {"name": "乙县"}
    assert told["counts"]["places"]["gained"] == 1


@pytest.mark.parametrize("wrong", ["{", "[]", '{"articles": [{"body": "没有"}]}', "[" * 100_000])
def test_what_is_no_answer_ends_with_2(run, wrong):
    shown = run(answer(article()), wrong)
    assert shown.exit_code == 2
    assert "b.json" in shown.stderr


def test_a_file_beside_the_answers_is_refused(run):
    shown = run(answer(), answer(), "page.txt")
    assert shown.exit_code == 2
    assert "no FILE: page.txt" in shown.stderr


def test_a_missing_answer_is_named(tmp_path):
    app = typer.Typer()
    app.command()(cli.tag)
    shown = CliRunner().invoke(app, ["--compare", str(tmp_path / "no.json"), "other.json"])
    assert shown.exit_code == 2
    assert "no.json: No such file" in shown.stderr
