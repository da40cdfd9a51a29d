"""From labels to names, from several networks' names to one list, and long sentences."""

from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.combination import (
    CombiningTagger,
    Rule,
    add_up,
    choose_names,
)
from tidings_enrich.tagging.networks.label_schemes import Chain, read_begin_end, read_words
from tidings_enrich.tagging.networks.labeller import BATCH_TOKENS, LEAST_SEQUENCES, pack_batches
from tidings_enrich.tagging.networks.network_reader import NetworkReader, Proposals
from tidings_enrich.tagging.networks.pieces import MOST_CHARACTERS, cut_pieces
from tidings_enrich.tagging.networks.stretches import Stretch
from tidings_enrich.tagging.networks.tokens import CharacterTokeniser
from tidings_enrich.tagging.tagger import NameSpan

LEAST = {"person": 0.5, "place": 0.25, "organization": 0.25}
RULE = Rule((0.5, 0.3, 0.2), LEAST)
KINDS = st.sampled_from(["person", "place", "organization"])
PLACES = st.tuples(st.integers(0, 8), st.integers(1, 5), KINDS).map(
    lambda each: (each[0], each[0] + each[1], each[2])
)


def test_a_word_goes_on_with_every_label_that_begins_none():
    scheme = read_words(["n-B", "n-I", "PER-B", "PER-I", "LOC-B", "LOC-I", "ORG-B", "ORG-I"])
    assert scheme.chains == (Chain(2, 2, 3, 3), Chain(4, 4, 5, 5), Chain(6, 6, 7, 7))
    assert scheme.types == ("person", "place", "organization")
    assert scheme.going_on == (1, 3, 5, 7)


def test_a_name_with_marked_ends_goes_on_with_nothing():
    labels = [f"{mark}_{kind}" for kind in FOOL for mark in "SBME"]
    scheme = read_begin_end(["O", *labels])
    assert scheme.chains[0] == Chain(1, 2, 3, 4)
    assert scheme.types == ("person", "place", "organization", "organization")
    assert scheme.going_on == ()


FOOL = ("person", "location", "org", "company")


class Fixed:
    """A network that proposes the same in every sentence."""

    name = "fixed"

    def __init__(self, names, borders=()):
        self._proposals = Proposals(names, set(borders))

    def propose(self, sentences):
        return [self._proposals for _ in sentences]


def test_names_are_those_that_are_likely_enough_to_all_networks_together():
    person, place = (0, 2, "person"), (5, 7, "place")
    readers = [Fixed({person: 0.9, place: 0.2}), Fixed({place: 0.6}), Fixed({person: 0.4})]
    tagger = CombiningTagger("c", readers, RULE)
    names = [(0, 2, "person", 0.53, None), (5, 7, "place", 0.28, None)]
    assert [each.names for each in tagger.read(["甲", "乙"])] == [names, names]


def test_a_network_alone_is_enough_where_it_is_sure_and_counts_enough():
    place, other = (0, 2, "place"), (3, 5, "place")
    readers = [Fixed({place: 0.9}), Fixed({other: 0.7}), Fixed({})]
    (reading,) = CombiningTagger("c", readers, RULE).read(["甲"])
    assert [each[:3] for each in reading.names] == [place]


def test_the_borders_of_words_are_those_of_the_first_network():
    readers = [Fixed({}, (0, 2)), Fixed({}, (0, 1, 2)), Fixed({})]
    (reading,) = CombiningTagger("c", readers, RULE).read(["甲乙"])
    assert reading.borders == {0, 2}


def test_of_names_that_overlap_the_one_further_above_its_least_stands():
    long, inner, beside = (1, 5, "person"), (1, 3, "place"), (3, 6, "place")
    chosen = choose_names({long: 0.9, inner: 0.5, beside: 0.3}, RULE)
    assert chosen == [NameSpan(*inner, 0.5), NameSpan(*beside, 0.3)]
    assert choose_names({long: 0.9, beside: 0.3}, RULE) == [NameSpan(*long, 0.9)]


def test_of_names_that_are_equally_likely_the_first_stands():
    left, right = (0, 2, "place"), (1, 3, "place")
    assert choose_names({right: 0.5, left: 0.5}, RULE) == [NameSpan(*left, 0.5)]


@given(st.lists(st.dictionaries(PLACES, st.floats(0.05, 1.1)), min_size=3, max_size=3))
def test_any_proposals_give_names_in_order_that_never_overlap(proposals):
    sums = add_up(proposals, RULE.weights)
    assert all(0 < each <= 1.0 + 1e-9 for each in sums.values())
    names = choose_names(sums, RULE)
    bounds = [edge for name in names for edge in (name.start, name.end)]
    assert bounds == sorted(bounds)
    assert all(each.strength >= LEAST[each.type] for each in names)


class Scripted:
    """A labeller that finds the same in every sequence that is long enough."""

    def __init__(self, *found):
        self._found = [Stretch(0, *each) for each in found]

    def find(self, sequences):
        return [[each for each in self._found if each.end <= len(ids)] for ids in sequences]


def read(text, *found):
    types = ("person", "organization", "organization")
    reader = NetworkReader("n", CharacterTokeniser({}, 0), Scripted(*found), types)
    (proposals,) = reader.propose([text])
    return proposals.names


def test_white_space_at_the_ends_of_a_name_is_no_part_of_it():
    assert read("　甲 \n 后", (0, 3, 1, 0.5)) == {(1, 2, "organization"): 0.5}
    assert read("　 \t ", (0, 3, 1, 0.5)) == {}


def test_two_kinds_of_one_type_are_as_likely_as_either_of_them():
    found = read("甲乙", (0, 2, 1, 0.5), (0, 2, 2, 0.25), (0, 2, 0, 0.125))
    assert found == {(0, 2, "organization"): 0.75, (0, 2, "person"): 0.125}


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
