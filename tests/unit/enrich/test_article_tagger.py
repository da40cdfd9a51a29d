"""Everything that is tagged in an article, with a tagger that knows a few names by heart."""

from datetime import UTC, date, datetime
from functools import cache

import pytest
from dictionary_tagger import DictionaryTagger
from hypothesis import given
from hypothesis import strategies as st
from small_gazetteer import SmallGazetteer

from tidings.article import Article, Caption
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tagging.article_tagger import ArticleTagger, find_reference
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.topics.scheme import load_scheme

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
BODY = (
    "5月3日，临江市委书记葛松年主持召开市防汛抗旱指挥部第12次会议。副市长陶意清、白文渡参加。\n"
    "葛松年在青芦区走进临江远航造船有限公司，该公司投资3.5亿元。葛书记强调，要守住堤坝。"
)
NAMES = {
    "person": ["葛松年", "陶意清"],
    "place": ["临江市", "青芦区"],
    "organization": ["临江市委", "临江远航造船"],
}
# Fragments that the rules look at, in any order, beside any characters at all.
FRAGMENTS = st.one_of(
    st.sampled_from("市省委陶、，。()（）·第次 \n\u3000�𠮷至摄三日"),
    st.sampled_from(
        ["书记", "副市长", "葛松年", "意清", "陶　意清", "市委书记、市长", "张某", "记者"]
    ),
    st.sampled_from(
        [
            "和平区",
            "太原市",
            "沈阳市公安局",
            "我市",
            "全省",
            "以来",
            "期间",
            "有限公司",
            "领导小组",
            "(青芦区)科技园",
            "百分之",
            "3.5亿元",
            "12",
        ]
    ),
    st.sampled_from(["5月3日", "昨(28)日", "28", "上午10时", "Mr. ", "on Monday", "$4 million"]),
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=40).map("".join))


codebook = cache(load_codebook)


@pytest.fixture
def tagging():
    return ArticleTagger(DictionaryTagger(**NAMES), codebook())


def article(body=BODY, number=1, **fields):
    given = {
        "id": f"{number:032x}",
        "revision": 1,
        "content_hash": "h",
        "source": "example-gazette",
        "language": "zh",
        "published_at": NOW,
        "received_at": NOW,
    }
    return Article(**{**given, **fields}, body=body)


def list_spans(tags):
    yield from (mention for entity in tags.entities for mention in entity.mentions)
    yield from (time.span for time in tags.times)
    yield from (quantity.span for quantity in tags.quantities)
    yield from (span for event in tags.events for span in (event.trigger, event.sentence))


def test_an_article_gets_names_offices_times_quantities_and_events(tagging):
    (tags,) = tagging.tag([article()])
    assert tags.names("person") == ("葛松年", "陶意清", "白文渡")
    assert tags.names("organization") == (
        "临江市委",
        "市防汛抗旱指挥部",
        "临江远航造船有限公司",
    )
    assert tags.names("place") == ("青芦区",)
    titles = {e.name: [t.name for t in e.titles] for e in tags.entities if e.titles}
    assert titles == {
        "葛松年": ["临江市委书记"],
        "陶意清": ["副市长"],
        "白文渡": ["副市长"],
    }
    assert [(t.span.text, t.start) for t in tags.times] == [("5月3日", "2031-05-03")]
    assert [q.span.text for q in tags.quantities] == ["第12次", "3.5亿元"]
    assert tags.events


def test_sentences_of_all_articles_go_to_the_tagger_together():
    tagger = DictionaryTagger(**NAMES)
    ArticleTagger(tagger, codebook()).tag([article(), article("没有名字。", 2), article("", 3)])
    assert tagger.batches == [5]


def test_an_article_is_tagged_alike_alone_and_among_others(tagging):
    others = [article("陶意清去了青芦区。", 2), article("", 3)]
    together = tagging.tag([*others, article()])
    assert together[2:] == tagging.tag([article()])
    assert together == tagging.tag([*others, article()])


def test_topics_come_from_words_and_events_where_there_is_a_scheme(tagging):
    body = "工会宣布罢工，要求加薪。"
    assert tagging.tag([article(body)])[0].topics == ()
    (tags,) = ArticleTagger(DictionaryTagger(), codebook(), scheme=load_scheme()).tag(
        [article(body)]
    )
    (topic,) = tags.topics
    assert (topic.broader or topic).code == "medtop:09000000"
    assert {each.kind for each in topic.signs} == {"word", "event"}


def test_no_articles_give_no_tags(tagging):
    assert tagging.tag([]) == []


def test_reporters_and_photographers_are_no_persons_of_the_story(tagging):
    staff = article(
        "本报讯 葛松年到访。 陶意清 摄",
        byline=("葛松年",),
        captions=(Caption(text="", photographer="陶意清"),),
    )
    (tags,) = tagging.tag([staff])
    assert tags.names("person") == ()


def test_the_tagger_reads_traditional_characters_as_simplified():
    tagging = ArticleTagger(DictionaryTagger(person=["张实为"]), codebook())
    (tags,) = tagging.tag([article("市長張實為說，橋修好了。", language="zh-Hant")])
    assert tags.names("person") == ("張實為",)


def test_a_name_has_one_canonical_form_in_both_scripts_and_the_text_stays_in_its_mentions():
    tagging = ArticleTagger(DictionaryTagger(person=["张实为", "范兆森"]), codebook())
    bodies = ("市長張實為和范兆森說，橋修好了。", "市长张实为和范兆森说，桥修好了。")
    tags = tagging.tag([article(each, at) for at, each in enumerate(bodies)])
    assert [each.filtered_names("person") for each in tags] == [("张实为", "范兆森")] * 2
    assert [each.mentions[0].text for each in tags[0].entities] == ["張實為", "范兆森"]
    assert [each.canonical for each in tags[0].entities] == ["张实为", None]
    assert b"canonical" not in tags[1].model_dump_json().encode()


def test_the_day_of_the_news_is_by_the_clock_of_china_for_chinese():
    late = datetime(2031, 5, 3, 17, 0, tzinfo=UTC)
    assert find_reference(article(published_at=late)) == date(2031, 5, 4)
    assert find_reference(article(published_at=late, language="en")) == date(2031, 5, 3)


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("5月3日", date(2031, 5, 3)),
        ("5月5日", date(2031, 5, 5)),
        ("11月28日", date(2030, 11, 28)),
        ("2029年5月3日", date(2029, 5, 3)),
        ("渡口镇电", date(2031, 5, 4)),
    ],
)
def test_an_undated_article_is_of_the_last_day_that_its_dateline_names(dateline, day):
    assert find_reference(article(published_at=None, dateline=dateline)) == day


@given(TEXTS)
def test_every_offset_holds_whatever_the_text(body):
    tagging = ArticleTagger(DictionaryTagger(**NAMES), codebook())
    (tags,) = tagging.tag([article(body)])
    for span in list_spans(tags):
        assert body[span.start : span.end] == span.text
        assert span.text.strip() == span.text != ""


@given(TEXTS)
def test_every_place_that_is_located_stands_where_it_says(body):
    locator = PlaceLocator(SmallGazetteer(), {"*": "辽宁省/沈阳市"})
    names = {"place": ["和平区", "太原市"], "organization": ["沈阳市公安局"]}
    (tags,) = ArticleTagger(DictionaryTagger(**names), codebook(), locator).tag([article(body)])
    for location in tags.locations:
        spans = [(each.start, each.end) for each in location.mentions]
        assert len(set(spans)) == len(spans)
        assert all(body[each.start : each.end] == each.text for each in location.mentions)


@pytest.mark.parametrize(("source", "path"), [("gazette", "天津市"), ("post", "辽宁省/沈阳市")])
def test_each_source_is_at_home_where_the_settings_say(source, path):
    locator = PlaceLocator(SmallGazetteer(), {"gazette": "天津", "*": "沈阳"})
    tagging = ArticleTagger(DictionaryTagger(place=["和平区"]), codebook(), locator)
    (tags,) = tagging.tag([article("我市降温，和平区供暖。和平区已经供暖。", source=source)])
    found = {each.name: each for each in tags.locations}
    assert (found["我市"].path, found["和平区"].path) == (path, f"{path}/和平区")
    assert len(found["和平区"].mentions) == 2
    assert found["和平区"].point


@given(TEXTS)
def test_mentions_of_one_entity_never_overlap(body):
    tagging = ArticleTagger(DictionaryTagger(**NAMES), codebook())
    (tags,) = tagging.tag([article(body)])
    for entity in tags.entities:
        ends = [0, *(mention.end for mention in entity.mentions)]
        assert all(end <= each.start for end, each in zip(ends, entity.mentions, strict=False))


# 20,000 characters take about a second; with work by their square they would take minutes.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "fragment",
    ["1", "一", "市", "王", "葛松年、", "书记", "自以来", "$1,000,", "甲·乙", "  ", "（"],
)
def test_a_long_run_of_anything_takes_time_by_its_length(fragment):
    body = (fragment * 20_000)[:20_000]
    tagger = ArticleTagger(DictionaryTagger(person=["葛松年"]), codebook())
    (tags,) = tagger.tag([article(body)])
    assert all(body[each.start : each.end] == each.text for each in list_spans(tags))
