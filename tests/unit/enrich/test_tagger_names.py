"""From labels to names, from several taggers' names to one list, and long sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.label_schemes import (
    read_begin_end,
    read_by_first,
    read_by_last,
)
from tidings_enrich.tagging.networks.labeller import BATCH_TOKENS, LEAST_SEQUENCES, pack_batches
from tidings_enrich.tagging.networks.network_tagger import NetworkTagger
from tidings_enrich.tagging.networks.pieces import MOST_CHARACTERS, cut_pieces
from tidings_enrich.tagging.networks.tokens import CharacterTokeniser
from tidings_enrich.tagging.networks.vote import VotingTagger, count_votes
from tidings_enrich.tagging.tagger import NameSpan, SentenceReading

LAC_LABELS = st.lists(st.sampled_from(["PER-B", "PER-I", "LOC-B", "n-B", "n-I", "O-B", "TIME-B"]))
FOOL_LABELS = st.lists(
    st.sampled_from(["O", "B_org", "M_org", "E_org", "S_person", "B_job", "E_job", "E_company"])
)


def test_the_first_label_of_a_word_says_its_type_for_characters():
    labels = ["n-B", "PER-B", "n-I", "PER-I", "LOC-B", "TIME-B", "TIME-I"]
    assert read_by_first(labels) == [NameSpan(1, 4, "person"), NameSpan(4, 5, "place")]


def test_the_last_label_of_a_word_says_its_type_for_words():
    labels = ["n-B", "PER-I", "n-I", "ORG-B", "n-I", "n-B", "ORG-I"]
    assert read_by_last(labels) == [NameSpan(5, 7, "organization")]


def test_a_label_that_goes_on_with_nothing_begins_a_word():
    assert read_by_first(["PER-I", "PER-I", "n-B"]) == [NameSpan(0, 2, "person")]


def test_a_name_runs_from_its_begin_to_its_end():
    labels = ["B_person", "M_person", "E_person", "O", "S_location", "B_company", "E_company"]
    assert read_begin_end(labels) == [
        NameSpan(0, 3, "person"),
        NameSpan(4, 5, "place"),
        NameSpan(5, 7, "organization"),
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ["B_org", "M_org"],
        ["E_org"],
        ["B_org", "O", "E_org"],
        ["B_org", "E_person"],
        ["B_org", "S_job", "E_org"],
        ["B_job", "E_job", "S_time"],
    ],
)
def test_what_has_no_begin_or_another_end_is_no_name(labels):
    assert read_begin_end(labels) == []


@given(lac=LAC_LABELS, fool=FOOL_LABELS)
def test_names_of_any_labels_come_in_order_and_never_overlap(lac, fool):
    for names in (read_by_first(lac), read_by_last(lac), read_begin_end(fool)):
        bounds = [edge for name in names for edge in (name.start, name.end)]
        assert bounds == sorted(bounds)
        assert all(name.start < name.end for name in names)


class Fixed:
    """A tagger that finds the same names in every sentence."""

    name = "fixed"

    def __init__(self, *names):
        self._names = [NameSpan(*each) for each in names]
        self.borders = frozenset()

    def read(self, sentences):
        return [SentenceReading(self._names, self.borders) for _ in sentences]


def test_a_name_stands_when_two_of_three_find_the_same_span_and_type():
    voting = VotingTagger(
        "v",
        [
            Fixed((0, 2, "person"), (5, 7, "place"), (8, 9, "place")),
            Fixed((0, 2, "person"), (5, 7, "organization")),
            Fixed((0, 3, "person"), (8, 9, "place")),
        ],
    )
    names = [NameSpan(0, 2, "person"), NameSpan(8, 9, "place")]
    assert [each.names for each in voting.read(["甲", "乙"])] == [names, names]


def test_the_borders_of_words_are_those_of_the_first_tagger():
    cutting, other = Fixed(), Fixed()
    cutting.borders = frozenset((0, 2))
    (reading,) = VotingTagger("v", [cutting, other]).read(["甲乙"])
    assert reading.borders == {0, 2}


def test_of_names_that_overlap_the_longest_stands_and_then_the_first():
    long, inner, beside = (
        NameSpan(1, 5, "organization"),
        NameSpan(1, 3, "place"),
        NameSpan(3, 6, "place"),
    )
    assert count_votes([[long], [long, inner], [inner, beside], [beside]]) == [long]
    left, right = NameSpan(0, 2, "place"), NameSpan(1, 3, "place")
    assert count_votes([[right, left], [left], [right]]) == [left]


def test_one_tagger_has_one_vote_for_a_name():
    name = NameSpan(0, 2, "person")
    assert count_votes([[name, name], []]) == []


class Scripted:
    """A labeller that gives every sequence the same labels."""

    def __init__(self, labels):
        self._labels = labels

    def label(self, sequences):
        return [self._labels[: len(each)] for each in sequences]


def test_white_space_at_the_ends_of_a_name_is_no_part_of_it():
    labels = ["S_org", "B_org", "M_org", "E_org"]
    tagger = NetworkTagger(
        "n", CharacterTokeniser({}, 0), Scripted([1, 2, 2, 3, 0]), labels, read_begin_end
    )
    found = [each.names for each in tagger.read(["　甲 \n 后", "　 \t "])]
    assert found == [[NameSpan(1, 2, "organization")], []]


@given(st.text("甲乙，、 ", max_size=30).map(lambda text: text * 60))
def test_pieces_together_are_the_text_and_none_is_too_long(text):
    pieces = list(cut_pieces(text))
    assert "".join(piece for _, piece in pieces) == text
    assert all(0 < len(piece) <= MOST_CHARACTERS for _, piece in pieces)
    assert all(text.startswith(piece, offset) for offset, piece in pieces)


def test_a_long_sentence_is_cut_after_a_mark_where_it_has_one():
    text = "甲" * 300 + "，" + "乙" * 400
    assert [piece for _, piece in cut_pieces(text)] == ["甲" * 300 + "，", "乙" * 400]
    assert [len(piece) for _, piece in cut_pieces("甲" * 1200)] == [500, 500, 200]


@given(st.lists(st.integers(0, 500), max_size=80))
def test_every_sequence_is_in_one_batch_longest_first_within_the_limit(lengths):
    batches = list(pack_batches(lengths))
    packed = [place for batch in batches for place in batch]
    assert sorted(packed) == [place for place, length in enumerate(lengths) if length]
    assert [lengths[place] for place in packed] == sorted(filter(None, lengths), reverse=True)
    for batch in batches:
        assert len(batch) * lengths[batch[0]] <= BATCH_TOKENS
        assert all(lengths[p] >= 0.7 * lengths[batch[0]] for p in batch[LEAST_SEQUENCES:])
