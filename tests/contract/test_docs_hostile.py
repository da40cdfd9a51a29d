"""The tables of attacks are those of the corpus that is run."""

from __future__ import annotations

from faults.hostile.corpus import CORPUS
from faults.hostile.table import PAGE, complete_page


def test_the_page_lists_the_attacks_that_are_made():
    page = PAGE.read_text(encoding="utf-8")
    assert page == complete_page(page)


def test_each_attack_has_a_name_of_its_own():
    names = [each.name for each in CORPUS]
    assert len(names) == len(set(names))
