"""Sentences keep their offsets and leave no word out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.sentences import split_sentences

BODIES = st.text() | st.text("。！？….\n “”’)」U.SMra1　", max_size=40)


def texts(body: str) -> list[str]:
    return [each.text for each in split_sentences(body)]


@given(BODIES)
def test_each_sentence_stands_in_the_body_where_it_says(body):
    for start, end, text in split_sentences(body):
        assert body[start:end] == text
        assert text == text.strip() != ""


@given(BODIES)
def test_sentences_are_in_order_and_together_hold_every_character(body):
    sentences = split_sentences(body)
    ends = [0, *(each.end for each in sentences)]
    assert all(end <= each.start for end, each in zip(ends, sentences, strict=False))
    assert "".join("".join(each.text.split()) for each in sentences) == "".join(body.split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("桥通了。路也通了！", ["桥通了。", "路也通了！"]),
        ("他说:“桥通了。”众人鼓掌。", ["他说:“桥通了。”", "众人鼓掌。"]),
        ("真的吗?!是的……好。", ["真的吗?!", "是的……", "好。"]),
        ("It opened. Six barges came.", ["It opened.", "Six barges came."]),
        ('"It opened." She left.', ['"It opened."', "She left."]),
        ("Mr. Orrin met Dr. Vale. They spoke.", ["Mr. Orrin met Dr. Vale.", "They spoke."]),
        ("The U.S. Senate met.", ["The U.S. Senate met."]),
        ("It cost 3.5 million. No. 7 was late.", ["It cost 3.5 million.", "No. 7 was late."]),
        ("A line\n\nand another", ["A line", "and another"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(body, expected):
    assert texts(body) == expected


def test_a_megabyte_without_any_mark_is_one_sentence():
    body = "字" * 1_000_000
    assert len(split_sentences(body)) == 1
