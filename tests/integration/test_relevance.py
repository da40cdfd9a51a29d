"""Searches rank as well as they were recorded to; make quality prints the figures.

Whoever makes them worse on purpose records it: make quality RECORD=1, and says why in the commit.
"""

from __future__ import annotations

import pytest
from quality.relevance import has_fallen, read_queries, read_recorded
from quality.searched_relevance import measure_relevance


@pytest.mark.servers
def test_the_mean_of_the_judged_queries_has_not_fallen(servers):
    servers.start()
    measured, recorded = measure_relevance(servers.elasticsearch_url), read_recorded()
    assert list(measured) == list(recorded) == [each.words for each in read_queries()]
    moved = {words: (recorded[words], score) for words, score in measured.items()}
    assert not has_fallen(measured, recorded), moved
