"""Text comes in many encodings; the sender is told what was read, and garbage is not taken."""

from __future__ import annotations

from random import Random

import pytest

from tidings.reading import UnreadableError
from tidings_ingest.formats.encoding import decode_text

CHINESE = (
    "昨日上午，临江市举行消防演练，五十名消防员参加了这次演练。市长说，大桥将于明年五月通车。\n"
)
TRADITIONAL = (
    "昨日上午，臨江市舉行消防演練，五十名消防員參加了這次演練。市長周明遠說，大橋將於明年通車。"
)
JAPANESE = (
    "昨日の午前、渡口町で消防訓練が行われ、五十人の消防士が参加した。来年五月に橋が開通する。"
)
KOREAN = (
    "어제 오전 임강시에서 소방 훈련이 열려 소방관 오십 명이 참가했다. 내년 오월에 다리가 열린다."
)
RUSSIAN = "Вчера утром в городе Приречье прошли учения, в которых участвовали пятьдесят пожарных."
NOISE = bytes(Random(1).choices(range(32, 256), k=10_000))
FRENCH = "Hier matin, à Rivegauche, cinquante pompiers ont participé à un exercice très réussi."


def refuse(body: bytes, charset: str | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        decode_text(body, charset)
    return refused.value


def test_utf_8_needs_no_word_about_it():
    assert decode_text(CHINESE.encode(), None) == decode_text(CHINESE.encode(), "UTF-8")
    assert decode_text(CHINESE.encode(), None).notes == ()


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "cp1251"),
        (FRENCH, "latin-1"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
    ],
)
def test_an_encoding_that_nobody_declared_is_found_and_named(text, codec):
    decoded = decode_text(text.encode(codec), None)

    assert decoded.text == text
    assert decoded.notes[0].startswith("read as ")


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("gb18030", "GB2312"),
        ("gbk", "gbk"),
        ("utf-16-le", "utf-16LE"),
        ("hz", "hz-gb-2312"),
        ("gb18030", '"gb18030"'),
    ],
)
def test_a_declared_encoding_is_believed_without_a_note(codec, label):
    decoded = decode_text(CHINESE.encode(codec), label)

    assert (decoded.text, decoded.notes) == (CHINESE, ())


def test_a_wrong_declaration_is_put_right_and_told():
    decoded = decode_text(CHINESE.encode("gb18030"), "utf-8")

    assert decoded.text == CHINESE
    assert decoded.notes == ("declared as utf-8, read as gb18030",)


def test_a_mark_at_the_beginning_beats_the_declaration_and_is_no_text():
    assert decode_text(CHINESE.encode("utf-8-sig"), "gbk").text == CHINESE


@pytest.mark.parametrize("label", ["us-ascii", "", None])
def test_a_label_that_says_nothing_is_no_declaration(label):
    assert decode_text(CHINESE.encode(), label).text == CHINESE


@pytest.mark.parametrize(("codec", "bad"), [("utf-8", b"\xff\xfe"), ("gb18030", b"\xff")])
def test_a_few_bad_bytes_are_replaced_counted_and_placed(codec, bad):
    good = CHINESE.encode(codec)
    decoded = decode_text(good + bad + good, None)

    assert decoded.text == CHINESE + "\ufffd" * len(bad) + CHINESE
    assert f"the first at byte {len(good)}" in decoded.notes[-1]
    assert decoded.notes[-1].startswith(f"{len(bad)} fault")


@pytest.mark.parametrize("charset", [None, "utf-8", "gb18030", "big5"])
def test_noise_is_not_taken_for_text(charset):
    assert refuse(NOISE, charset).status == 422


@pytest.mark.parametrize("label", ["utf-7", "rot13", "punycode", "idna", "x" * 10_000, "a\x00b"])
def test_a_charset_that_we_do_not_know_is_named_and_never_looked_up(label):
    refused = refuse(b"a", label)

    assert (refused.status, refused.problem.where) == (415, "Content-Type")
    assert len(refused.problem.detail) < 200


def test_half_a_character_at_the_end_of_the_sample_does_not_mislead():
    long = CHINESE * 2_000

    assert decode_text(long.encode("gb18030"), None).text == long
    assert decode_text(b"a" + long.replace("\n", "").encode("gb18030"), None).text[1] == long[0]


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "big5", "shift_jis"])
def test_text_that_can_only_be_utf_8_is_read_as_it_whatever_the_server_declares(label):
    decoded = decode_text(CHINESE.encode(), label)

    assert decoded.text == CHINESE
    assert decoded.notes[0].endswith(", read as utf-8")


@pytest.mark.parametrize("text", ["联通", "临江", "大桥"])
def test_two_characters_in_gb_18030_are_not_taken_for_utf_8(text):
    assert decode_text(text.encode("gb18030"), "gb2312").text == text


def test_a_letter_of_latin_1_is_not_taken_for_utf_8():
    assert decode_text("café Ã la carte".encode("latin-1"), "iso-8859-1").text == "café Ã la carte"
