"""What the lattice of a batch says of labels and names, against adding up every path."""

from collections import defaultdict
from itertools import pairwise, product
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.label_schemes import Chain, LabelScheme
from tidings_enrich.tagging.networks.lattice import Lattice, Transitions
from tidings_enrich.tagging.networks.stretches import find_stretches

SCORE = st.integers(-8, 8)
# LAC's way, where 1 begins a word and 2 and 3 go on with it; foolnltk's, with a label for each end.
WORDS = LabelScheme((Chain(1, 1, 2, 2),), ("person",), (2, 3))
ENDS = LabelScheme((Chain(0, 1, 2, 3), Chain(3, 2, 1, 0)), ("person", "place"))


@st.composite
def lattices(draw):
    labels = 4
    lengths = sorted(draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)), reverse=True)

    def numbers(*shape):
        size = int(np.prod(shape))
        values = draw(st.lists(SCORE, min_size=size, max_size=size))
        return np.array(values, np.float32).reshape(shape)

    scores = numbers(lengths[0], len(lengths), labels)
    return scores, lengths, Transitions(numbers(labels, labels), numbers(labels), numbers(labels))


def weigh_paths(scores, transitions):
    """Return the share of each path of one column among all of them."""
    length, labels = scores.shape
    weights = {}
    for path in product(range(labels), repeat=length):
        total = sum(float(scores[step][label]) for step, label in enumerate(path))
        total += sum(float(transitions.after[pair]) for pair in pairwise(path))
        weights[path] = exp(total + float(transitions.first[path[0]] + transitions.last[path[-1]]))
    whole = sum(weights.values())
    return {path: weight / whole for path, weight in weights.items()}


def read_names(path, scheme):
    """Yield start, end and chain of each name that a path spells."""
    for start, end in ((s, e) for s in range(len(path)) for e in range(s + 1, len(path) + 1)):
        if path[end : end + 1] and path[end] in scheme.going_on:
            continue
        for number, (alone, first, inner, last) in enumerate(scheme.chains):
            long = (first, *[inner] * (end - start - 2), last)
            if path[start:end] == ((alone,) if end - start == 1 else long):
                yield start, end, number


def read_lattice(scores, lengths, transitions):
    return Lattice(scores, np.array(lengths, np.int32), transitions)


@settings(deadline=None)
@given(lattices())
def test_a_label_is_as_likely_as_the_paths_through_it(lattice):
    scores, lengths, transitions = lattice
    found = read_lattice(*lattice).labels
    for column, length in enumerate(lengths):
        wanted = np.zeros((length, 4))
        for path, share in weigh_paths(scores[:length, column], transitions).items():
            wanted[range(length), path] += share
        assert found[:length, column] == pytest.approx(wanted, abs=1e-5)


@settings(deadline=None)
@given(lattices(), st.sampled_from([WORDS, ENDS]))
def test_a_name_is_as_likely_as_the_paths_that_spell_it(lattice, scheme):
    scores, lengths, transitions = lattice
    found = list(find_stretches(read_lattice(*lattice), scheme, 0.01))
    assert len({each[:4] for each in found}) == len(found)
    by_place = {each[:4]: each.probability for each in found}
    wanted = defaultdict(float)
    for column, length in enumerate(lengths):
        for path, share in weigh_paths(scores[:length, column], transitions).items():
            for name in read_names(path, scheme):
                wanted[column, *name] += share
    assert by_place.keys() <= wanted.keys()
    for place, share in wanted.items():
        assert by_place.get(place, 0.0) == pytest.approx(
            share, abs=0.0101 if share < 0.011 else 1e-5
        )


@settings(deadline=None)
@given(lattices())
def test_a_column_gives_the_same_whatever_stands_beside_it(lattice):
    scores, lengths, transitions = lattice
    together = read_lattice(*lattice).labels
    for column, length in enumerate(lengths):
        alone = read_lattice(scores[:length, column : column + 1], [length], transitions).labels
        assert together[:length, column] == pytest.approx(alone[:, 0], abs=1e-5)


@settings(deadline=None)
@given(lattices())
def test_the_scores_are_left_as_they_were(lattice):
    before = lattice[0].copy()
    list(find_stretches(read_lattice(*lattice), ENDS, 0.1))
    assert (lattice[0] == before).all()


def test_a_long_column_of_unlikely_steps_still_adds_up_to_one():
    scores = np.tile(
        np.array([[[0, -30, -30, -30]], [[-30, 0, -30, -30]]], np.float32), (250, 1, 1)
    )
    hard = Transitions(np.full((4, 4), -9, np.float32), np.zeros(4, np.float32), scores[0, 0])
    hard.after[0, 0] = 9
    labels = read_lattice(scores, [500], hard).labels
    assert labels.sum(axis=2) == pytest.approx(np.ones((500, 1)), abs=1e-4)
