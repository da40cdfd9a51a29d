"""The same article gets the same id, and time only moves a revision forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.identity import (
    derive_article_id,
    derive_revision,
    hash_body,
    hash_content,
    normalize_text,
)

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
TEXTS = st.text(max_size=60)


@given(st.text(), st.text(), TEXTS, TEXTS)
def test_every_text_gets_an_id_of_32_hex_digits(source, publisher_id, headline, body):
    made = derive_article_id(source, publisher_id, headline=headline, body=body)
    assert len(made) == 32
    assert set(made) <= set("0123456789abcdef")


def test_a_lone_surrogate_gets_an_id_instead_of_an_error():
    assert len(derive_article_id("wire", headline="\ud800", body="\udfff")) == 32


@given(TEXTS, st.lists(st.sampled_from([" ", "\n", "\t", "\u3000"]), max_size=5))
def test_white_space_between_words_makes_no_other_article(body, spaces):
    spread = "".join(spaces) + " ".join(body) + "".join(spaces)
    assert derive_article_id("wire", body=spread) == derive_article_id("wire", body=body)


def test_full_width_forms_and_letter_case_make_no_other_article():
    plain = derive_article_id("wire", headline="Bridge (North) opens", body="It is open.")
    wide = derive_article_id("wire", headline="ＢＲＩＤＧＥ（North）opens", body="It is open．")
    assert plain == wide


def test_another_word_makes_another_article():
    assert derive_article_id("wire", body="Six barges") != derive_article_id(
        "wire", body="Ten barges"
    )


def test_another_source_makes_another_article():
    assert derive_article_id("wire", body="Six barges") != derive_article_id(
        "gazette", body="Six barges"
    )


def test_the_publisher_id_decides_alone_where_it_is_given():
    first = derive_article_id("wire", "urn:1", headline="Draft", body="Short.")
    corrected = derive_article_id("wire", " urn:1\n", headline="Final", body="Longer.")
    assert first == corrected


@pytest.mark.parametrize("blank", ["", "  ", "\n", "\u3000"])
def test_a_blank_publisher_id_does_not_make_all_articles_one(blank):
    one = derive_article_id("wire", blank, body="Six barges")
    other = derive_article_id("wire", blank, body="Ten barges")
    assert one != other
    assert one == derive_article_id("wire", body="Six barges")


def test_a_publisher_id_and_a_headline_of_the_same_words_are_not_confused():
    assert derive_article_id("wire", "x") != derive_article_id("wire", headline="x")


def test_words_that_move_from_headline_to_body_make_another_article():
    assert derive_article_id("wire", headline="ab", body="c") != derive_article_id(
        "wire", headline="a", body="bc"
    )


@given(st.text())
def test_normalised_text_holds_no_white_space(text):
    assert not any(character.isspace() for character in normalize_text(text))


def test_a_change_of_one_character_changes_the_content_hash():
    assert hash_content("Headline", "Body.") != hash_content("Headline", "Body!")


def test_the_content_hash_sees_white_space_that_identity_does_not():
    assert hash_content("a b") != hash_content("ab")


def test_the_content_hash_is_64_hex_digits_and_takes_absent_parts():
    assert len(hash_content(None, "Body.")) == 64
    assert hash_content(None, "Body.") != hash_content("Body.", None)


@given(MOMENTS, MOMENTS)
def test_a_revision_is_never_later_than_the_receipt(modified, received):
    assert derive_revision(modified, received) <= derive_revision(None, received)


@given(MOMENTS, st.integers(min_value=1, max_value=10_000))
def test_a_modification_one_millisecond_later_has_a_later_revision(modified, milliseconds):
    later = modified + timedelta(milliseconds=milliseconds)
    received = datetime(2300, 1, 1, tzinfo=UTC)
    gained = derive_revision(later, received) - derive_revision(modified, received)
    assert gained == milliseconds


def test_a_revision_is_the_exact_millisecond():
    received = datetime(2100, 1, 1, tzinfo=UTC)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    # As a float of seconds, times a thousand, this is 1000.9999… and would be cut to 1000.
    assert int(1.001 * 1000) == 1000
    assert derive_revision(epoch + timedelta(milliseconds=1001), received) == 1001


def test_a_revision_does_not_depend_on_the_time_zone_it_was_given_in():
    received = datetime(2100, 1, 1, tzinfo=UTC)
    here = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
    assert derive_revision(here, received) == derive_revision(
        here.astimezone(timezone(timedelta(hours=8))), received
    )


def test_a_time_before_1970_is_revision_zero():
    assert derive_revision(datetime(1931, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)) == 0


def test_the_hash_of_a_body_is_the_same_in_another_layout_and_another_for_another_text():
    body = "渡口镇的桥昨日通车，居民说等了许多年，镇上的渡船从此停航，船工将到新的码头工作。"
    assert hash_body(body) == hash_body(f"\n{body[:9]} {body[9:]}\n".replace("，", ","))
    assert hash_body(body) != hash_body(body + "完")


def test_a_body_too_short_to_tell_articles_apart_has_no_hash():
    assert hash_body("图片新闻") is None
    assert hash_body(" " * 100) is None
