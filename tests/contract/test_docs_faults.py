"""docs/faults.md lists the faults that the rig has."""

from __future__ import annotations

from faults.ledger.table import PAGE, complete_page


def test_the_page_lists_every_fault_as_the_table_has_it():
    page = PAGE.read_text(encoding="utf-8")

    assert complete_page(page) == page
