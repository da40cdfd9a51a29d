"""Who acts, on whom, where and when is read from the words around the trigger."""

from __future__ import annotations

import pytest
from event_articles import tag_events

from tidings.tags import Event

NAMES = {
    "person": ["李岸", "米小娥", "岳东来"],
    "organization": ["临江大学", "白鹭公司"],
    "place": ["临江市", "松岗区"],
}
TIMES = ("3月14日", "去年")


def find(event_type: str, body: str) -> Event:
    (event,) = (e for e in tag_events(body, "zh", NAMES, TIMES) if e.type == event_type)
    return event


@pytest.mark.parametrize(
    ("event_type", "body", "actors", "targets"),
    [
        ("AGREEMENT_SIGNED", "临江大学签署协议。", ("临江大学",), ("协议",)),
        ("MEETING", "校长李岸、米小娥会见了岳东来。", ("李岸", "米小娥"), ("岳东来",)),
        ("MEETING", "临江大学校长李岸主持召开例会。", ("李岸",), ("例会",)),
        ("ARREST", "李岸被警方逮捕。", ("警方",), ("李岸",)),
        ("ARREST", "警方逮捕李岸。", ("警方",), ("李岸",)),
        ("LOCKDOWN_IMPOSED", "警方对松岗区实施封锁。", ("警方",), ("松岗区",)),
        ("DEATH", "李岸昨天去世。", (), ("李岸",)),
        ("OUTBREAK", "临江市报告新增病例三例。", (), ()),
        ("SPEECH_OR_INSTRUCTION", "李岸要求企业抓紧复产。", ("李岸",), ("企业",)),
        ("SPEECH_OR_INSTRUCTION", "会议强调,要抓好防控。", ("会议",), ()),
        ("TESTING", "李岸要求临江大学开展核酸检测。", ("临江大学",), ()),
        ("INSPECTION_VISIT", "李岸走进车间,实地察看生产线。", ("李岸",), ("生产线",)),
    ],
)
def test_actors_stand_before_the_trigger_and_targets_after_it(event_type, body, actors, targets):
    event = find(event_type, body)
    assert (event.actors, event.targets) == (actors, targets)


def test_a_pronoun_is_the_last_person_who_acted():
    body = "李岸走进白鹭公司,察看车间。他要求加快进度。"
    assert find("SPEECH_OR_INSTRUCTION", body).actors == ("李岸",)


def test_a_sentence_without_a_subject_has_the_one_before_it_until_the_paragraph_ends():
    assert find("INSPECTION_VISIT", "李岸强调纪律。随后察看车间。").actors == ("李岸",)
    assert find("INSPECTION_VISIT", "李岸强调纪律。\n随后察看车间。").actors == ()


def test_who_demands_is_no_actor_of_what_is_demanded():
    assert find("TESTING", "李岸强调,要开展核酸检测。").actors == ()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("临江市的李岸在松岗区签署协议。", "松岗区"),
        ("李岸走进白鹭公司签署协议。", "白鹭公司"),
        ("临江市,李岸签署协议。", "临江市"),
        ("李岸签署协议。", None),
    ],
)
def test_the_place_is_where_a_marker_leads_or_the_nearest_one(body, place):
    assert find("AGREEMENT_SIGNED", body).place == place


def test_the_time_is_the_nearest_in_the_clause():
    event = find("AGREEMENT_SIGNED", "去年相识,3月14日双方签署协议。")
    assert event.time is not None
    assert event.time.span.text == "3月14日"


def test_a_main_event_without_a_time_has_the_first_of_the_article():
    body = "3月14日,李岸到松岗区。双方签署协议。双方将签订合同。"
    signed, planned = (e for e in tag_events(body, "zh", NAMES, TIMES) if e.type[:4] == "AGRE")
    assert signed.time is not None
    assert signed.time.span.text == "3月14日"
    assert planned.time is None


def test_words_that_are_a_target_are_printed_as_they_stand_in_the_text():
    (event,) = (e for e in tag_events("警方對舊碼頭實施封鎖。", "zh-Hant") if e.targets)
    assert event.targets == ("舊碼頭",)
