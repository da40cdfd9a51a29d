"""Events are found by their triggers, and by nothing that only looks like one."""

from __future__ import annotations

import pytest
from effort import measure_cpu
from event_articles import codebook, tag_events
from hypothesis import given
from hypothesis import strategies as st

from tidings.tags import Entity, Span, Time
from tidings_enrich.tagging.events.matcher import find_events
from tidings_enrich.tagging.sentences import Sentence, split_sentences
from tidings_enrich.tagging.tagger import SentenceReading

TEXTS = st.text() | st.text(
    "召开会议他要求核酸检测罢工被警方逮捕将已未了,。;\n“”《》 signed the lockdown's İ", max_size=80
)
LANGUAGES = st.sampled_from(["zh", "zh-Hant", "en-GB", "und", "", "xx"])


def types(body: str, language: str = "zh", **parts: object) -> list[str]:
    return [each.type for each in tag_events(body, language, **parts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("临江市昨天召开会议。", ["MEETING"]),
        ("传达学习会议精神。", []),
        ("今年全市生产总值增长一成。", []),
        ("临江建设集团承接了业务。", []),
        ("要严防疫情扩散。", []),
        ("采取措施防止发生火灾。", []),
        ("他按照规定的要求办理。", []),
        ("大家一起读了《罢工》这本书。", []),
        ("社会面整体平稳。", []),
        ("工人罢工三天。", ["STRIKE"]),
        ("两車相撞,警方逮捕一人。", ["ACCIDENT", "ARREST"]),
        ("The council signed an agreement with a union.", ["AGREEMENT_SIGNED"]),
        ("The design signals an agreement.", []),
    ],
)
def test_a_trigger_is_an_event_and_what_looks_like_one_is_none(body, expected):
    assert types(body, "en" if body.isascii() else "zh") == expected


def test_a_trigger_inside_a_name_is_no_event():
    body = "罢工广场位于临江市。"
    assert types(body) == ["STRIKE"]
    assert types(body, names={"place": ["罢工广场"]}) == []


class Cutting:
    """A tagger that finds no name and cuts its text into the words between strokes."""

    name = "cutting 1"

    def __init__(self, words: str) -> None:
        self._borders = frozenset(
            (0, *(len(words[:at].replace("|", "")) for at in range(len(words) + 1)
                  if words[at : at + 1] in ("|", "")))
        )  # fmt: skip

    def read(self, sentences):
        return [SentenceReading([], self._borders) for _ in sentences]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("应急|救援|队伍|到场", []),
        ("开展|急救|十|次", ["急救"]),
        ("开展急救|十|次", ["急救"]),
        ("开展|急救法|十|次", ["急救"]),
        ("紧|急|救|十|次", ["急救"]),
        ("发言|中指|出|问题", ["指出"]),
    ],
)
def test_a_trigger_cuts_one_word_at_most(words, expected):
    found = tag_events(words.replace("|", ""), tagger=Cutting(words))
    assert [each.trigger.text for each in found if each.type != "RESCUE"] == expected


def test_a_sentence_has_one_event_of_a_type_and_its_best_trigger():
    (event,) = tag_events("会商会上,市长主持召开例会。")
    assert (event.type, event.trigger.text) == ("MEETING", "主持召开")


def test_traditional_characters_are_read_and_printed_as_they_are():
    (event,) = tag_events("嶼灣消防處昨晚營救十人。", "zh-Hant")
    assert (event.type, event.trigger.text) == ("RESCUE", "營救")


def test_an_unknown_language_is_told_from_the_script():
    assert types("工人罢工三天。", "und") == ["STRIKE"]
    assert types("Drivers went on strike.", "und") == ["STRIKE"]


def test_what_only_describes_a_noun_counts_less():
    (plain,) = tag_events("有关方面组织核酸检测。")
    (modifier,) = tag_events("有关方面培养核酸检测人员。")
    assert modifier.confidence < plain.confidence


def test_roles_and_setting_make_an_event_surer():
    (bare,) = tag_events("签署了。")
    body = "李岸在临江市签署协议。"
    (full,) = tag_events(body, names={"person": ["李岸"], "place": ["临江市"]})
    assert bare.confidence < full.confidence <= 1


@given(TEXTS, LANGUAGES)
def test_no_text_raises_and_every_offset_holds(body, language):
    for event in find_events(body, split_sentences(body), [], [], codebook(), language):
        for span in (event.trigger, event.sentence):
            assert body[span.start : span.end] == span.text
        assert event.sentence.start <= event.trigger.start
        assert event.trigger.end <= event.sentence.end
        assert 0 <= event.confidence <= 1


@given(TEXTS, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5))
def test_names_and_times_that_lie_anywhere_do_no_harm(body, offsets):
    spans = [Span(start=min(pair), end=max(pair), text="x") for pair in offsets]
    entities = [Entity(type="person", name="李岸", mentions=(span,)) for span in spans]
    times = [Time(span=span) for span in spans]
    find_events(body, split_sentences(body), entities, times, codebook(), "zh")


def test_sentences_that_leave_words_out_are_enough():
    body = "工人罢工。警方逮捕一人。"
    (event,) = find_events(body, [Sentence(5, 12, body[5:12])], [], [], codebook(), "zh")
    assert (event.type, event.trigger.start) == ("ARREST", 7)


@pytest.mark.parametrize(
    "text", ["罢工将要求", "李岸召开会议,", "他被警方逮捕;要签署", "将签署,李岸来,"]
)
def test_the_time_grows_with_the_text_and_no_faster(text):
    def seconds(size: int) -> float:
        body = text * (size // len(text))
        return measure_cpu(lambda: tag_events(body, names={"person": ["李岸"]}))

    short, long = seconds(10_000), seconds(40_000)
    # Four times the text; a square would take sixteen times as long.
    assert long < 10 * max(short, 0.05)


def test_a_meeting_that_requires_something_is_an_instruction():
    assert types("会议要求,相关部门抓紧办理。") == ["SPEECH_OR_INSTRUCTION"]
