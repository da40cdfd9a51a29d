"""Pages of many layouts are split as a reader would: articles, heading, names, captions, bodies.

These figures say that nothing broke, not how the rules do on a paper of another make. 35 of the
pages came in five rounds, each split before the rules learned from it: the rules found 14 of 20,
14 of 19, 13 of 15, 12 of 13 and 9 of 10 headlines exactly.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from page_comparison import describe_differences, measure_body, read_gold, read_page

from tidings_ingest.page import split_page

ROOT = Path(__file__).parents[2]
OWN_PAGES = [
    *sorted((ROOT / "tests/data/pages").glob("*.txt")),
    ROOT / "examples/pages/riverside.txt",
]
SHARED = ROOT.parent / "shared"
REAL_GOLD = SHARED / "gold/taiyuan_2022-11-28.json"
REAL_PAGE = SHARED / "pages/taiyuan_2022-11-28.txt"


@pytest.fixture(params=OWN_PAGES, ids=lambda path: path.stem)
def page(request):
    return request.param


def gold_of(page):
    return read_gold(page.with_suffix(".gold.json"))


def test_every_article_has_its_lines_heading_names_and_captions(page):
    assert describe_differences(split_page(read_page(page)), gold_of(page)) == []


def test_every_body_is_whole_and_has_the_paragraphs_of_its_article(page):
    for draft, article in zip(split_page(read_page(page)), gold_of(page), strict=True):
        assert measure_body(draft, article) >= 0.99
        assert draft.body.split("\n") == article["paragraphs"]


def test_every_dateline_is_found(page):
    wanted = [article["dateline"] for article in gold_of(page)]

    assert [draft.dateline for draft in split_page(read_page(page))] == wanted


def test_the_language_of_every_page_is_told(page):
    told = json.loads(page.with_suffix(".gold.json").read_text(encoding="utf-8"))["language"]
    languages = [draft.language for draft in split_page(read_page(page))]

    assert languages[0] == told


@pytest.mark.skipif(not REAL_GOLD.exists(), reason="the annotated real page is not in this place")
def test_a_real_page_is_split_exactly():
    drafts, gold = split_page(read_page(REAL_PAGE)), read_gold(REAL_GOLD)

    assert describe_differences(drafts, gold) == []
    assert min(measure_body(*pair) for pair in zip(drafts, gold, strict=True)) >= 0.99
