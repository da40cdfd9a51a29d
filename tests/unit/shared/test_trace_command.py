"""``tidings trace`` prints the road, says what fails, and does no harm to a terminal."""

from __future__ import annotations

import json

import pytest
from commands import invoke_tidings
from whereabouts_parts import ID, NOW, MemoryRoad, make_article

from tidings.dead_letter import Position
from tidings.tags import Entity, Span, Tags
from tidings.topics import EMBARGOED, ENRICHED, RAW, RELEASE_HEADER
from tidings.whereabouts import trace_command
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.ports import UnavailableError

HOSTILE = "\x1b[31m\u202e[bold]"
HERE = "2031-05-04 12:00:00"


@pytest.fixture
def road(monkeypatch):
    """Give a road in memory in the place of the servers."""
    road = MemoryRoad()
    for part in (road.topics, road.documents):
        monkeypatch.setattr(type(part), "close", lambda _: None, raising=False)

    def open_topics(kafka):
        assert kafka.bootstrap_servers == "there:9092"
        return road.topics

    def open_documents(settings):
        assert settings.url == "http://there:9200"
        return road.documents

    monkeypatch.setattr(trace_command, "KafkaTopics", open_topics)
    monkeypatch.setattr(trace_command, "IndexedDocuments", open_documents)
    return road


def run(*arguments, status=0, columns=120):
    return invoke_tidings("trace", *arguments, status=status, columns=columns)


def run_json(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def move_whole_way(road, article, tags=None):
    at = road.push(article)
    road.enrich(article, at, tags)
    road.index(article, at)
    road.commit(RAW)
    road.commit(ENRICHED)


def make_tags(*names):
    def name_one(name):
        return Entity(type="person", name=name, mentions=(Span(start=0, end=1, text="x"),))

    return Tags(entities=tuple(map(name_one, names)))


def test_a_line_for_each_place_in_the_order_of_the_road(road):
    move_whole_way(road, make_article(5), make_tags("周明远"))
    assert [each.split() for each in run(ID).stdout.splitlines()] == [
        [ID, "indexed", "revision", "5"],
        ["gazette", "临江大桥通车"],
        ["accepted", "articles.raw:0:0"],
        ["enriched", "articles.enriched:0:0"],
        ["周明远"],
        ["indexed", *HERE.split(), "articles-1"],
    ]


def test_of_many_names_the_first_few_tell_which_article_it_is(road):
    move_whole_way(road, make_article(), make_tags(*map(str, range(8))))
    assert "0 · 1 · 2 · 3 · 4 · +3" in run(ID).stdout


def test_a_dead_letter_tells_its_reason_and_where_to_show_it(road):
    road.reject(make_article(), road.push(make_article()))
    road.commit(RAW)
    shown = run(ID).stdout
    assert f"{ID}  dead-lettered" in shown
    assert f"dead letter  {HERE}  articles.raw.dlq:0:0" in shown
    assert "enrich/tagger_failed  why" in shown


def test_an_embargo_tells_when_it_ends(road):
    release = str(int(NOW.timestamp() * 1000)).encode()
    road.append(EMBARGOED, make_article(), headers=((RELEASE_HEADER, release),))
    shown = run(ID).stdout
    assert f"{ID}  held" in shown
    assert f"{HERE}  {EMBARGOED.name}:0:0  until {HERE}" in shown


def test_a_withdrawal_is_called_one_and_the_earlier_text_by_its_revision(road):
    move_whole_way(road, make_article(3))
    withdrawal = make_article(9, status="withdrawn", headline=None, body="")
    road.push(withdrawal)
    first, *_, last = run(ID).stdout.splitlines()
    assert first == f"{ID}  accepted  withdrawal, revision 9"
    assert last.split()[0] == "indexed"
    assert last.endswith("revision 3")

    move_whole_way(road, withdrawal)
    first, *_, last = run(ID).stdout.splitlines()
    assert first == f"{ID}  withdrawn  revision 9"
    assert last.split()[0] == "withdrawn"


def test_what_is_in_no_place_any_more_is_shown_from_the_topics(road):
    road.push(make_article())
    road.commit(RAW)
    shown = run(ID).stdout
    assert "neither on its way" in shown
    assert "articles.raw:0:0" in shown
    assert run_json(ID)["state"] is None


def test_a_place_that_is_gone_is_told_as_gone(road):
    road.index(make_article(), Position(RAW.name, 0, 7))
    assert "articles.raw:0:7  no longer on the topic" in run(ID).stdout
    told = run_json(ID)
    assert told["raw"] == {
        "position": "articles.raw:0:7",
        "is_on_topic": False,
        "written_at": None,
        "revision": None,
        "edited_from": None,
    }


def test_a_message_that_somebody_edited_says_of_which_dead_letter(road):
    article = make_article()
    at = road.append(RAW, article, [("tidings-edited-from", b"articles.raw.dlq:0:17")])
    road.enrich(article, at)
    road.index(article, at)
    road.commit(RAW)
    road.commit(ENRICHED)
    shown = run(ID).stdout.splitlines()
    assert shown[2].endswith("edited, was articles.raw.dlq:0:17")
    assert "edited" not in shown[3]
    told = run_json(ID)
    assert told["raw"]["edited_from"] == "articles.raw.dlq:0:17"
    assert told["enriched"]["edited_from"] is None


def test_json_is_the_answer_of_ingest_and_the_messages(road):
    move_whole_way(road, make_article(5), make_tags("周明远"))
    told = run_json(ID)
    answer = ArticleAnswer.tell(ID, road.find()).model_dump(mode="json")
    assert {key: told[key] for key in answer} == answer
    assert told["index"] == "articles-1"
    assert told["raw"]["position"] == "articles.raw:0:0"
    assert told["enriched"]["revision"] == 5
    assert told["tags"]["persons"] == ["周明远"]


def test_an_id_may_be_in_capitals_and_have_blanks_around_it(road):
    road.push(make_article())
    assert ID in run(f" {ID.upper()} ").stdout


@pytest.mark.parametrize("wrong", ["", "nope", ID[:-1], ID + "0", HOSTILE, "７" * 32])
def test_what_is_no_id_ends_with_status_2(road, wrong):
    done = run(wrong, status=2)
    assert "32 hex digits" in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_an_unknown_id_ends_with_status_1_and_prints_nothing(road):
    for arguments in ((ID,), (ID, "--json")):
        done = run(*arguments, status=1)
        assert done.stderr == f"tidings: nothing is known of an article {ID}\n"
        assert done.stdout == ""


def test_a_server_that_does_not_answer_is_named_in_one_line(road):
    def fail():
        raise UnavailableError("Kafka", "on there:9092: refused")

    road.topics.before = fail
    done = run(ID, status=1)
    assert done.stderr == "tidings: Kafka on there:9092: refused\n"


def test_a_hostile_text_does_nothing_to_a_terminal(road):
    article = make_article(headline=HOSTILE, source=HOSTILE)
    move_whole_way(road, article, make_tags(HOSTILE))
    road.reject(make_article(2, headline=HOSTILE, source=HOSTILE), detail=HOSTILE)
    for arguments in ((ID,), (ID, "--json")):
        shown = run(*arguments).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[bold]" in shown


def test_on_a_narrow_terminal_no_position_is_cut(road):
    move_whole_way(road, make_article(5))
    assert "articles.enriched:0:0" in run(ID, columns=30).stdout
