"""The best path, against trying every path."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.label_path import Transitions, find_best_paths

SCORE = st.integers(-8, 8)  # whole numbers add up without rounding, so equal sums are equal


@st.composite
def lattices(draw):
    labels = draw(st.integers(1, 3))
    lengths = sorted(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)), reverse=True)

    def numbers(*shape):
        size = int(np.prod(shape))
        values = draw(st.lists(SCORE, min_size=size, max_size=size))
        return np.array(values, np.float32).reshape(shape)

    scores = numbers(lengths[0], len(lengths), labels)
    return scores, lengths, Transitions(numbers(labels, labels), numbers(labels), numbers(labels))


def score_path(scores, path, transitions):
    steps = sum(scores[step][label] for step, label in enumerate(path))
    moves = sum(transitions.after[pair] for pair in pairwise(path))
    return steps + moves + transitions.first[path[0]] + transitions.last[path[-1]]


@given(lattices())
def test_no_other_path_of_a_column_has_a_higher_sum(lattice):
    scores, lengths, transitions = lattice
    paths = find_best_paths(scores, np.array(lengths, np.int32), transitions)
    for column, length in enumerate(lengths):
        path = tuple(int(each) for each in paths[:length, column])
        every = product(range(scores.shape[2]), repeat=length)
        best = max(score_path(scores[:, column], each, transitions) for each in every)
        assert score_path(scores[:, column], path, transitions) == best


@given(lattices())
def test_a_column_has_the_same_path_whatever_stands_beside_it(lattice):
    scores, lengths, transitions = lattice
    together = find_best_paths(scores, np.array(lengths, np.int32), transitions)
    for column, length in enumerate(lengths):
        alone = find_best_paths(
            scores[:length, column : column + 1], np.array([length], np.int32), transitions
        )
        assert together[:length, column].tolist() == alone[:, 0].tolist()


@given(lattices())
def test_the_scores_are_left_as_they_were(lattice):
    scores, lengths, transitions = lattice
    before = scores.copy()
    find_best_paths(scores, np.array(lengths, np.int32), transitions)
    assert (scores == before).all()
