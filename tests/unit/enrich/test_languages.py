"""Who reads the names of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.languages import (
    OTHER,
    choose_reader,
    is_chinese_sentence,
    is_english_script,
    label_language,
)


@pytest.mark.parametrize("language", ["zh", "zh-Hant-TW", "ZH-hans", "yue", "und", ""])
def test_chinese_and_what_has_no_language_are_read_as_chinese(language):
    assert choose_reader(language) == "chinese"


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_english_is_read_as_english(language):
    assert choose_reader(language) == "english"


@pytest.mark.parametrize("language", ["fr", "ja", "de-CH", "eng-x", "zha"])
def test_nobody_reads_other_languages(language):
    assert choose_reader(language) is None


def test_a_chinese_sentence_in_an_english_article_is_known_by_its_letters():
    assert is_chinese_sentence("“雾散了，”周启明说。")
    assert is_chinese_sentence("OPPO公司昨天说")
    assert not is_chinese_sentence("The word 鸬鹚 means cormorant.")
    assert not is_chinese_sentence("12:30 - 4")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The mayor of San José resigned.", True),
        ("Mr. 王 resigned.", False),
        ("Мэр подал в отставку.", False),
        ("12:30", False),
        ("", False),
    ],
)
def test_a_text_of_no_known_language_is_english_by_its_letters(text, english):
    assert is_english_script(text) is english


def test_a_language_is_counted_without_its_region():
    assert label_language("pt-BR") == "pt"
    assert label_language("no") == "no"


@given(st.text(max_size=30))
def test_no_text_makes_a_label_of_its_own(language):
    label = label_language(language)
    assert label == OTHER or len(label) == 2
