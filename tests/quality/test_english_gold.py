"""Hand-read English articles: what a person marked stands in them."""

from __future__ import annotations

import pytest
from quality.english_gold import HALVES, read_half


@pytest.mark.parametrize("half", HALVES)
def test_every_name_that_is_marked_stands_in_its_article(half):
    for read in read_half(half):
        body = "\n".join(read["paragraphs"])
        names = [each["name"] for each in read["persons"]]
        titles = [title for each in read["persons"] for title in each["titles"]]
        places = read["places"] + read["places_optional"]
        bodies = read["organizations"] + read["organizations_optional"]
        assert not [each for each in (*names, *titles, *places, *bodies) if each not in body]
