"""docs/event-codebook.md shows the codebook as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tidings_enrich.tagging.events import codebook_page
from tidings_enrich.tagging.events.codebook import load_codebook

PAGE = Path(__file__).parents[3] / "docs/event-codebook.md"


def test_the_page_is_up_to_date():
    page = PAGE.read_text(encoding="utf-8")
    table = codebook_page.write_table(load_codebook())
    assert codebook_page.replace_table(page, table) == page


def test_the_command_writes_the_table_and_leaves_the_words_around_it(tmp_path, monkeypatch):
    path = tmp_path / "page.md"
    path.write_text(f"before\n{codebook_page.BEGIN}to be replaced\n{codebook_page.END}after\n")
    monkeypatch.setattr(sys, "argv", ["codebook_page", str(path)])
    codebook_page.main()
    page = path.read_text(encoding="utf-8")
    assert page.startswith("before\n")
    assert page.endswith("after\n")
    assert "| `MEETING` | `PLOVER:CONSULT` |" in page
    assert "to be replaced" not in page


def test_a_page_without_marks_is_refused():
    with pytest.raises(ValueError, match="marks"):
        codebook_page.replace_table("nothing", "table")
