"""On whole pages the explanation of the lines adds up to the articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_comparison import read_page

from tidings_ingest.page import split_page
from tidings_ingest.page.explanation import explain_page

PAGES = sorted((Path(__file__).parents[1] / "data/pages").glob("*.txt"))
BODY = {"body", "table", "cross-heading"}


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path.stem)
def articles(request):
    """Each article of a page with its explained lines."""
    text = read_page(request.param)
    lines = explain_page(text)
    return [
        (draft, [each for each in lines if each.finding.article == number])
        for number, draft in enumerate(split_page(text), 1)
    ]


def test_what_is_called_a_part_of_the_heading_is_what_the_article_has(articles):
    for draft, lines in articles:
        for part in ("kicker", "headline", "subhead"):
            named = [each.text for each in lines if each.finding.labels == (part,)]
            assert " ".join(named) == (getattr(draft, part) or "")


def test_what_is_called_body_is_in_the_body_and_nothing_else_is(articles):
    for draft, lines in articles:
        for line in lines:
            labels = line.finding.labels
            if len(labels) == 1 and labels[0] in BODY:
                assert line.text.rstrip("-") in draft.body
            elif not BODY & {*labels} and labels != ("caption",):
                assert line.text not in draft.body.split("\n")


def test_every_article_has_the_lines_that_are_explained_as_its_own(articles):
    for draft, lines in articles:
        numbers = [each.number for each in lines]
        assert (min(numbers), max(numbers)) == draft.lines
