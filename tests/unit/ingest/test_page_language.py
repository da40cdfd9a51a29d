"""The language of a text that says none is recognised, or said to be unknown."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_ingest.page.language import detect_language

NEWS = json.loads(
    (Path(__file__).parents[2] / "data" / "languages" / "news.json").read_text(encoding="utf-8")
)
UNKNOWN = [text for texts in NEWS["und"].values() for text in texts]
# Those that papers of our feeds write; the others show what becomes of the rest.
WIDESPREAD = list(NEWS)[: list(NEWS).index("cs") + 1]
PARAGRAPHS = [(tag, text) for tag in WIDESPREAD for text in NEWS[tag]["paragraphs"]]


def test_at_least_twenty_languages_are_looked_at():
    assert len(WIDESPREAD) == 25
    assert all(len(NEWS[tag]["headlines"]) >= 4 for tag in WIDESPREAD)


@pytest.mark.parametrize(("tag", "text"), PARAGRAPHS, ids=[tag for tag, _ in PARAGRAPHS])
def test_a_paragraph_of_news_is_in_its_language(tag, text):
    assert detect_language(text) == tag


def test_a_headline_alone_is_in_its_language_or_in_none():
    told = [(tag, detect_language(text)) for tag in WIDESPREAD for text in NEWS[tag]["headlines"]]
    wrong = [each for each in told if each[1] not in (each[0], "und")]

    # Indonesian and Malay share nearly all words of a headline.
    assert wrong == [("id", "ms")]
    assert sum(tag == found for tag, found in told) >= 0.9 * len(told)


def test_a_language_that_few_feeds_write_is_never_another():
    others = [tag for tag in NEWS if tag not in (*WIDESPREAD, "und")]
    told = [(tag, detect_language(text)) for tag in others for text in NEWS[tag]["paragraphs"]]

    assert [each for each in told if each[1] not in (each[0], "no", "und")] == []


@pytest.mark.parametrize(
    ("kind", "count", "figures"),
    [
        ("headlines", 141, {"right": 123, "und": 16, "wrong": 2}),
        ("paragraphs", 65, {"right": 63, "und": 2}),
    ],
)
def test_the_figures_of_decision_0012_are_those_of_today(kind, count, figures):
    told = Counter(
        judge(tag, detect_language(text))
        for tag, texts in NEWS.items()
        if tag != "und"
        for text in texts[kind]
    )

    assert told == figures
    assert told.total() == count


def judge(tag, found):
    # The network calls both forms of Norwegian by the name of the language.
    if found in (tag, {"nb": "no"}.get(tag)):
        return "right"
    return "und" if found == "und" else "wrong"


@pytest.mark.parametrize("text", UNKNOWN)
def test_names_scores_and_codes_are_in_no_language(text):
    assert detect_language(text) == "und"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("", "und"),
        (" \n\u3000", "und"),
        ("临江大桥昨日通车，AB-1204 次列车同时开行 (G7)", "zh-Hans"),
        ("颱風逼近", "zh-Hant"),
        ("The mayor of Linjiang (临江) opened the new bridge on Sunday morning", "en"),
        ("ブリッジ開通、市民300人が渡る", "ja"),
        ("日本の作家の小说《雪国》の新しい翻译が出た", "ja"),
        ("临江日报社の记者到场采访，三百名市民步行过江，渡口的轮渡将停航", "zh-Hans"),
        ("새 다리(新橋) 어제 개통", "ko"),
        ("\ud800The mayor of the city opened the new bridge\ud800", "en"),
        ("The mayor\0 of the city opened the new bridge on Sunday", "en"),
    ],
)
def test_the_script_tells_and_mixed_texts_are_in_their_main_language(text, tag):
    assert detect_language(text) == tag


def test_only_the_beginning_of_a_long_text_is_looked_at():
    english = NEWS["en"]["paragraphs"][0] * 5

    assert detect_language(english + NEWS["de"]["paragraphs"][0] * 50_000) == "en"


def test_two_threads_that_ask_at_once_get_what_one_gets():
    texts = [text for _, text in PARAGRAPHS] * 4
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(detect_language, texts)) == [tag for tag, _ in PARAGRAPHS] * 4


def test_the_network_is_loaded_by_the_first_text_that_needs_it():
    program = (
        "import sys\n"
        "from tidings_ingest.page.language import detect_language\n"
        "detect_language('临江大桥通车')\nassert 'gcld3' not in sys.modules\n"
        "detect_language('The mayor of the city resigned')\nassert 'gcld3' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(st.text(st.characters()) | st.text("аіΩ語のقह กa1 ", max_size=60))
def test_any_text_has_a_tag(text):
    assert detect_language(text).replace("-", "").isalnum()
