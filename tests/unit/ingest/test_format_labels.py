"""What a publisher says that its article is about: which labels go on, and how many."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidings.article import Label
from tidings.draft import Draft, identify_draft
from tidings.reading import UnreadableError
from tidings_ingest.article_size import MOST_TEXT_BYTES, check_size
from tidings_ingest.formats.drafting import (
    MOST_LABEL_CHARACTERS,
    MOST_LABELS,
    Found,
    Kind,
    build_draft,
)


def build(*labels: tuple[Kind, str]) -> Draft:
    return build_draft(Found(headline="Bridge opens", body="It is open.", labels=list(labels)))


def list_names(*names: str) -> list[str]:
    return [each.name for each in build(*(("subject", name) for name in names)).labels]


def test_a_label_is_one_line_and_stands_once_under_each_kind():
    labels = build(("place", " Lin\njiang "), ("place", "Lin jiang"), ("subject", "Lin jiang"))
    assert labels.labels == (
        Label(kind="place", name="Lin jiang"),
        Label(kind="subject", name="Lin jiang"),
    )


@pytest.mark.parametrize("name", ["", " \u3000", "\x00\x07", "x" * (MOST_LABEL_CHARACTERS + 1)])
def test_a_label_without_a_word_or_as_long_as_a_text_is_left_out(name):
    assert list_names("rain", name) == ["rain"]


def test_the_longest_label_goes_on():
    assert list_names("x" * MOST_LABEL_CHARACTERS) == ["x" * MOST_LABEL_CHARACTERS]


def test_whatever_stands_in_a_label_can_be_sent():
    draft = build(("subject", "a\ud800b\x00\u202ec"))
    article = identify_draft(draft, source="gazette", received_at=datetime(2031, 5, 4, tzinfo=UTC))
    assert b"labels" in article.to_bytes()


def test_too_many_labels_are_refused_by_their_name():
    assert len(list_names(*map(str, range(MOST_LABELS)))) == MOST_LABELS
    with pytest.raises(UnreadableError) as refused:
        list_names(*map(str, range(MOST_LABELS + 1)))
    assert refused.value.problem.where == "labels"


def test_labels_count_for_the_size_of_an_article():
    labels = tuple(Label(kind="subject", name=f"{n:0500}") for n in range(MOST_LABELS))
    spare = MOST_TEXT_BYTES - 500 * MOST_LABELS
    assert check_size(Draft(body="x" * spare, labels=labels)) is None
    assert check_size(Draft(body="x" * (spare + 1), labels=labels)) is not None
