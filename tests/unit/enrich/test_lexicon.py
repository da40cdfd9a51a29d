"""Names of the user's lexicon are found wherever they stand, and win over those of the models."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from dictionary_tagger import DictionaryTagger
from effort import measure_cpu
from hypothesis import given
from hypothesis import strategies as st

from tidings.article import Article
from tidings_enrich.lexicon.entry import LexiconEntry, Placed
from tidings_enrich.lexicon.lexicon import Lexicon
from tidings_enrich.lexicon.precedence import drop_cut_words
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.sentences import split_sentences

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
codebook = cache(load_codebook)


def build(*entries):
    """Return a lexicon of (name, kind, aliases…), each on a line of its own."""
    return Lexicon(
        Placed(
            f"names.csv:{line}",
            LexiconEntry(name=name, kind=kind, aliases=aliases, links=("wikidata:Q7",), watch=True),
        )
        for line, (name, kind, *aliases) in enumerate(entries, 2)
    )


def find(lexicon, body):
    return [(body[hit.start : hit.end], hit.record.name) for hit in lexicon.find(body)]


def make_article(body):
    return Article(id="0" * 32, revision=1, content_hash="", source="x", body=body, received_at=NOW)


def tag(body, *entries, **known):
    lexicon = build(*entries)
    tagging = ArticleTagger(DictionaryTagger(**known), codebook(), None, lambda: lexicon)
    (tags,) = tagging.tag([make_article(body)])
    for entity in tags.entities:
        assert all(body[each.start : each.end] == each.text for each in entity.mentions)
    return tags


def tell(tags):
    return [
        (each.type, each.name, [span.text for span in each.mentions], each.known is not None)
        for each in tags.entities
    ]


def test_an_alias_is_found_and_leads_to_its_entry():
    lexicon = build(("葛松年", "person", "老葛"), ("临江远航", "organization"))
    assert find(lexicon, "老葛到临江远航。") == [("老葛", "葛松年"), ("临江远航", "临江远航")]


def test_the_longest_name_of_a_place_is_taken():
    lexicon = build(("临江", "place"), ("临江大桥", "organization"))
    assert find(lexicon, "临江大桥在临江。") == [("临江大桥", "临江大桥"), ("临江", "临江")]


@pytest.mark.parametrize(
    "printed", ["龙门银行", "龍門銀行", "龙门\n银行", "龙 门 银 行", "龙门　银行"]
)
def test_script_and_white_space_of_the_page_do_not_hide_a_name(printed):
    lexicon = build(("龙门银行", "organization"))
    assert find(lexicon, f"他在{printed}。") == [(printed, "龙门银行")]


def test_latin_names_are_whole_words():
    lexicon = build(("ACME", "organization"), ("Port Ellis", "place"))
    assert find(lexicon, "ACME left Port Ellis; ACMES and SportPort Ellis stayed.") == [
        ("ACME", "ACME"),
        ("Port Ellis", "Port Ellis"),
    ]


def test_a_name_tells_its_version_its_line_its_links_and_that_somebody_waits_for_it():
    lexicon = build(("葛松年", "person"))
    (entity,) = tag("葛松年来了。", ("葛松年", "person")).entities
    assert entity.known.model_dump() == {
        "lexicon": lexicon.version,
        "where": "names.csv:2",
        "links": ("wikidata:Q7",),
        "watch": True,
    }


def test_what_no_model_finds_is_found_and_an_alias_is_called_by_its_name():
    tags = tag("老葛到了。葛松年说好。", ("葛松年", "person", "老葛"))
    assert tell(tags) == [("person", "葛松年", ["老葛", "葛松年"], True)]


def test_it_wins_over_the_models_where_they_overlap():
    tags = tag("市长葛松年月底来。", ("葛松年", "person"), person=["葛松年月"])
    assert tell(tags) == [("person", "葛松年", ["葛松年"], True)]
    tags = tag("人们来到长安。", ("长安", "organization"), place=["长安"])
    assert tell(tags) == [("organization", "长安", ["长安"], True)]


def test_names_beside_those_of_the_lexicon_stay_as_the_models_have_them():
    tags = tag("葛松年和唐以宁来了。", ("葛松年", "person"), person=["唐以宁"])
    assert tell(tags) == [
        ("person", "葛松年", ["葛松年"], True),
        ("person", "唐以宁", ["唐以宁"], False),
    ]


def test_a_place_inside_the_name_of_a_body_is_no_mention_of_the_place():
    tags = tag("临江市公安局说，临江下雨。", ("临江", "place"), organization=["临江市公安局"])
    assert tell(tags) == [
        ("organization", "临江市公安局", ["临江市公安局"], False),
        ("place", "临江", ["临江"], True),
    ]


def test_a_body_of_the_lexicon_wins_over_a_longer_body():
    tags = tag("远航造船厂区失火。", ("远航造船", "organization"), organization=["远航造船厂区"])
    assert ("organization", "远航造船", ["远航造船"], True) in tell(tags)
    assert "远航造船厂区" not in tags.names("organization")


def test_a_person_of_the_lexicon_has_offices_and_acts_in_events():
    tags = tag("市长葛松年在会上强调安全。葛市长走了。", ("葛松年", "person"))
    (person,) = tags.entities
    assert [each.name for each in person.titles] == ["市长"]
    assert [each.text for each in person.mentions] == ["葛松年", "葛市长"]
    assert any(each.actors == ("葛松年",) for each in tags.events)


def test_a_short_name_does_not_come_about_of_two_words():
    lexicon = build(("王文", "person"), ("京市长江大", "organization"))
    for body, borders, found in (
        ("国王文件", {0, 2, 4}, []),
        ("找王文谈", {0, 1, 3, 4}, ["王文"]),
        ("找王文谈", (), ["王文"]),
        ("南京市长江大桥", {0, 2, 4, 7}, ["京市长江大"]),
    ):
        kept = drop_cut_words(lexicon.find(body), split_sentences(body), [frozenset(borders)])
        assert [body[each.start : each.end] for each in kept] == found


def test_the_version_changes_with_what_the_lexicon_says():
    versions = {
        build(("葛松年", "person")).version,
        build(("葛松年", "person", "老葛")).version,
        build(("葛松年", "place")).version,
    }
    assert len(versions) == 3
    assert build(("葛松年", "person")).version == build(("葛松年", "person")).version


def test_a_tagger_that_is_held_keeps_to_the_list_that_it_names():
    lists = iter([build(("葛松年", "person")), build(("唐以宁", "person"))])
    tagging = ArticleTagger(DictionaryTagger(), codebook(), None, lambda: next(lists))
    first, second = tagging.hold(), tagging.hold()
    article = make_article("葛松年和唐以宁来了。")
    for held, name in ((second, "唐以宁"), (first, "葛松年"), (first, "葛松年")):
        (tags,) = held.tag([article])
        assert tags.names("person") == (name,)
        assert held.lexicon == f"lexicon {tags.entities[0].known.lexicon}"
        assert held.hold().lexicon == held.lexicon


def test_a_tagger_without_a_list_names_none():
    tagging = ArticleTagger(DictionaryTagger(), codebook())
    assert tagging.hold() is tagging
    assert tagging.lexicon is None


def test_an_empty_lexicon_changes_nothing():
    assert tell(tag("葛松年来了。", person=["葛松年"])) == [("person", "葛松年", ["葛松年"], False)]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "葛松年",
                "老葛",
                "葛市长",
                "临江",
                "临江市",
                "公安局",
                "市长",
                "ACME",
                "。",
                "\n",
                " ",
            ]
        ),
        st.text(max_size=3),
        st.characters(categories=["Cs"]),
    ),
    max_size=25,
).map("".join)


@given(TEXTS)
def test_any_text_gives_mentions_that_stand_in_it_and_never_an_exception(body):
    tags = tag(
        body,
        ("葛松年", "person", "老葛"),
        ("临江", "place", "临江市"),
        ("ACME", "organization"),
        person=["葛松年市"],
        organization=["临江市公安局"],
        place=["老葛"],
    )
    for entity in tags.entities:
        starts = [(each.start, each.end) for each in entity.mentions]
        assert starts == sorted(set(starts))
        assert entity.known is not None or entity.name not in ("葛松年", "临江", "ACME")


def test_the_time_is_that_of_the_text_however_often_names_overlap():
    lexicon = build(*(("甲" * length, "person") for length in range(2, 200)))
    short, long = ("甲" * length for length in (20_000, 80_000))
    assert lexicon.find(short)
    assert measure_cpu(lambda: lexicon.find(long)) <= (
        4 * 2.5 * measure_cpu(lambda: lexicon.find(short)) + 0.05
    )
