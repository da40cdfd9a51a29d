"""Whether something happened is read from the words before the trigger."""

from __future__ import annotations

import pytest
from event_articles import tag_events


def statuses(body: str, **parts: object) -> dict[str, str]:
    language = "en" if body.isascii() else "zh"
    return {
        each.trigger.text: each.status
        for each in tag_events(body, language, **parts)  # type: ignore[arg-type]
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("双方签署协议。", "occurred"),
        ("双方已签署协议。", "occurred"),
        ("双方正在签署协议。", "ongoing"),
        ("双方将签署协议。", "planned"),
        ("双方拟于下月签署协议。", "planned"),
        ("双方尚未签署协议。", "denied"),
        ("双方签署协议的仪式被取消。", "denied"),
        ("双方必须签署协议。", "demanded"),
        ("要尽快签署协议。", "demanded"),
        ("要加快正在签署的协议。", "demanded"),
        ("重要客人签署协议。", "occurred"),
        ("主要客人签署协议。", "occurred"),
        ("大将签署协议。", "occurred"),
        ("合作签约尚待批准。", "planned"),
        ("They signed an agreement.", "occurred"),
        ("They called off a strike by nurses.", "denied"),
        ("They sign an agreement next week.", "planned"),
        ("They will sign an agreement.", "planned"),
        ("They must sign an agreement.", "demanded"),
        ("They have not signed an agreement.", "denied"),
        ("They are signing an agreement.", "ongoing"),
    ],
)
def test_the_nearest_cue_decides(body, expected):
    assert set(statuses(body).values()) == {expected}


def test_a_trigger_that_says_itself_that_nothing_came_of_it_is_denied_also_where_it_is_past():
    assert statuses("议会已否决了法案。") == {"否决": "denied"}
    assert statuses("议会应否决法案。") == {"否决": "demanded"}


def test_what_follows_a_demand_is_demanded_and_the_demand_itself_is_made():
    assert statuses("市长强调,要开展核酸检测,规范集中隔离。") == {
        "强调": "occurred",
        "核酸检测": "demanded",
        "集中隔离": "demanded",
    }


def test_a_demand_goes_on_in_the_next_sentences_of_the_paragraph():
    body = "会议强调,要抓好防控。开展核酸检测。\n有关方面规范集中隔离。"
    assert statuses(body)["核酸检测"] == "demanded"
    assert statuses(body)["集中隔离"] == "occurred"


@pytest.mark.parametrize("opening", ["李岸", "昨日", "据了解", "3月14日"])
def test_a_sentence_that_opens_with_who_or_when_is_not_demanded(opening):
    body = f"会议强调,要抓好防控。{opening}开展核酸检测。"
    found = statuses(body, names={"person": ["李岸"]}, times=["3月14日"])
    assert found["核酸检测"] == "occurred"


def test_a_plan_ends_where_a_clause_opens_with_another_name():
    body = "公司将出资一亿元,签署合同;李岸辞职。"
    assert statuses(body, names={"person": ["李岸"]}) == {
        "出资": "planned",
        "签署": "planned",
        "辞职": "occurred",
    }


def test_a_name_right_after_jiang_is_its_object():
    found = statuses("警方将李岸抓获。", names={"person": ["李岸"]})
    assert found == {"抓获": "occurred"}
