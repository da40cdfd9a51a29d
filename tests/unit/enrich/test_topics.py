"""What an article is about, told by its words and events."""

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.article import Article
from tidings.tags import Event, Span
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.topics.assigning import LEAST, MOST_SIGNS, MOST_TOPICS, assign_topics
from tidings_enrich.topics.scheme import load_scheme
from tidings_enrich.yaml_document import DataFileError

TOPICS = """
- {code: "02000000", en: crime, zh: 犯罪}
- {code: "15000000", en: sport, zh: 体育}
- {code: "20001108", en: sport event, zh: 体育赛事, broader: "15000000"}
"""
GOOD = {
    "media_topics": TOPICS,
    "words.zh": '"15000000": {3: [足球]}\n"20001108": {3: [足球联赛]}',
    "words.en": '"15000000": {3: [football]}',
    "events": 'TRIAL: {"02000000": 2}',
}
load = cache(load_scheme)


def article(body, headline=None, language="zh", **fields):
    return Article(
        id="0" * 32,
        revision=1,
        content_hash="",
        source="example-gazette",
        language=language,
        headline=headline,
        body=body,
        received_at=datetime(2031, 5, 4, tzinfo=UTC),
        **fields,
    )


def event(kind, body, trigger):
    start = body.index(trigger)
    span = Span(start=start, end=start + len(trigger), text=trigger)
    told = {"status": "occurred", "trigger": span, "sentence": span, "confidence": 0.9}
    return Event(type=kind, code="TID:X", **told)


def codes(*asked, **fields):
    return [each.code for each in assign_topics(article(*asked, **fields), (), load())]


@pytest.fixture
def read(tmp_path):
    """Read the files of a small scheme, some of them changed."""

    def start(**changed):
        for name, text in (GOOD | changed).items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return load_scheme(tmp_path)

    return start


def test_the_narrower_topic_is_told_with_the_one_above_it():
    (topic,) = assign_topics(article("暴雨预警信号解除，冷空气南下，大风渐弱。"), (), load())
    assert topic.code == "medtop:20001129"
    assert (topic.en, topic.zh) == ("weather phenomena", "天气现象")
    assert topic.broader is not None
    assert topic.broader.code == "medtop:17000000"
    assert 0.5 <= topic.score < 1


def test_the_broader_topic_is_told_where_no_narrower_one_stands_out():
    (topic,) = assign_topics(article("教育局说，小学的学生和教师都要参加期末考试。"), (), load())
    assert (topic.code, topic.broader) == ("medtop:05000000", None)


def test_traditional_characters_are_read_as_simplified_and_quoted_as_printed():
    (topic,) = assign_topics(
        article("颱風帶來豪雨，氣象署說風力減弱。", language="zh-Hant"), (), load()
    )
    assert (topic.broader or topic).code == "medtop:17000000"
    assert "豪雨" in {each.first.text for each in topic.signs if each.first}
    assert "氣象署" in {each.first.text for each in topic.signs if each.first}


def test_english_words_count_with_any_ending():
    assert codes("Firefighters evacuated the street after a flood.", language="en") == [
        "medtop:20000168"
    ]


def test_one_word_is_too_little_unless_the_headline_has_it_too():
    assert codes("昨天的足球很好看。") == []
    assert codes("昨天的足球很好看。", "足球之夜") == ["medtop:20000822"]


def test_a_word_inside_of_a_longer_one_does_not_count():
    (topic,) = assign_topics(article("气象台发布台风警报，请注意天气预报。"), (), load())
    assert not {"台风", "天气"} & {each.name for each in topic.signs}


def test_events_tell_of_topics_and_stand_in_the_evidence():
    body = "司机们停下了车，要求补发工钱。"
    (topic,) = assign_topics(article(body), [event("STRIKE", body, "停下")] * 2, load())
    assert topic.broader is not None
    assert topic.broader.code == "medtop:09000000"
    (sign,) = topic.signs
    assert (sign.kind, sign.name, sign.times) == ("event", "STRIKE", 2)
    assert sign.first is not None
    assert body[sign.first.start : sign.first.end] == "停下"


def test_there_are_three_topics_at_most_the_strongest_first():
    found = assign_topics(
        article(
            "法院判处被告人有期徒刑，检察官起诉。医院门诊患者接种疫苗，医生护士。"
            "足球联赛冠军教练。台风暴雨冷空气。弥撒教堂主教祈祷。"
        ),
        (),
        load(),
    )
    assert len(found) == MOST_TOPICS
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert len({(each.broader or each).code for each in found}) == MOST_TOPICS


def test_what_is_said_in_passing_is_no_topic_of_a_long_article():
    sport = "足球联赛冠军教练球员进球主场客场比赛球迷体育场。" * 5
    assert [code for code in codes(sport + "医院。患者。") if "07000000" in code] == []
    assert len(codes(sport + "医院。患者。")) == 1


@given(
    st.lists(
        st.text(max_size=5)
        | st.sampled_from(["足球", "台風", "\ud800", "𠮷", "gunmen", " ", "=", "医院", "醫院"]),
        max_size=40,
    ).map("".join),
    st.sampled_from(["zh", "en", "und", "fr"]),
)
def test_every_offset_of_evidence_holds_whatever_the_text(body, language):
    body = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for topic in assign_topics(article(body, body[:9], language), (), load()):
        assert len(topic.signs) <= MOST_SIGNS
        for sign in topic.signs:
            if sign.first is not None:
                assert body[sign.first.start : sign.first.end] == sign.first.text


def test_every_type_of_the_codebook_says_what_it_tells():
    scheme = load()
    assert set(scheme.events) == {each.name for each in load_codebook().types}


def test_the_list_is_the_two_top_levels_of_the_media_topics():
    topics = load().topics.values()
    tops = {each.code for each in topics if each.broader is None}
    assert tops == {f"{number:02}000000" for number in range(1, 18)}
    assert {each.broader for each in topics} - {None} == tops
    assert len({each.en for each in topics}) == len({each.code for each in topics}) == len(topics)


def test_a_small_scheme_of_ones_own_reads_and_is_named_by_what_it_says(read):
    small = read()
    assert small.name == read().name != read(events='TRIAL: {"02000000": 3}').name
    assert small.events["TRIAL"][0].weight < LEAST


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"words.zh": '"15000001": {3: [足球]}'}, "15000001 is none of the topics"),
        ({"words.zh": '"15000000": {3: [足球], 2: [足球]}'}, "足球 is there twice"),
        ({"words.zh": '"15000000": {9: [足球]}'}, "less than or equal to 5"),
        ({"words.zh": '"15000000": {3: [球]}'}, "at least 2 characters"),
        ({"words.en": '"15000000": {3: []}'}, "at least 1 item"),
        ({"events": 'TRIAL: {"99000000": 2}'}, "99000000 is none of the topics"),
        ({"events": "TRIAL: {}\nTRIAL: {}"}, "TRIAL is there twice"),
        ({"media_topics": '- {code: "1", en: a, zh: b}'}, "media_topics.yaml:1"),
        ({"media_topics": TOPICS.replace('"15000000"}', '"20001108"}')}, "not of the first level"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(read, changed, told):
    with pytest.raises(DataFileError, match=told):
        read(**changed)
