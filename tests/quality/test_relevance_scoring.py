"""What nDCG says of an order, and that every judgement is of an article that there is."""

from __future__ import annotations

import pytest
from quality.relevance import (
    Query,
    compute_ndcg,
    has_fallen,
    make_id,
    read_articles,
    read_queries,
    read_recorded,
    score_query,
    write_recorded,
)


@pytest.mark.parametrize(
    ("found", "wanted", "score"),
    [
        ([3, 2, 1], [1, 2, 3], 1.0),
        ([0, 0, 0], [3], 0.0),
        ([], [3], 0.0),
        ([0, 3], [3], 0.6309),
        ([0] * 10 + [3], [3], 0.0),
        ([2, 3], [3, 2], 0.8340),
        ([0, 0], [], 1.0),
    ],
)
def test_the_better_article_first_is_worth_more(found, wanted, score):
    assert compute_ndcg(found, wanted) == pytest.approx(score, abs=1e-4)


def test_what_is_found_and_not_wanted_takes_a_place():
    query = Query("x", "kind", {"a": 3})
    assert score_query(query, [make_id("b"), make_id("a")]) < score_query(query, [make_id("a")])


def test_every_judgement_is_of_an_article_that_there_is():
    articles, queries = read_articles(), read_queries()
    assert len(articles) >= 60
    assert len(queries) >= 40
    assert len({each.words for each in queries}) == len(queries)
    for query in queries:
        assert query.wanted.keys() <= articles.keys()
        assert set(query.wanted.values()) <= {1, 2, 3}


def test_the_mean_has_fallen_that_is_more_than_a_hundredth_below():
    assert has_fallen({"a": 0.5, "b": 0.5}, {"a": 0.5, "b": 0.53})
    assert not has_fallen({"a": 0.4, "b": 0.6}, {"a": 0.5, "b": 0.51})


def test_scores_that_are_written_read_back_the_same(tmp_path):
    write_recorded({"桥": 0.5, 'a "b"': 1.0}, "abc", tmp_path / "recorded.json")
    assert read_recorded(tmp_path / "recorded.json") == {"桥": 0.5, 'a "b"': 1.0}
