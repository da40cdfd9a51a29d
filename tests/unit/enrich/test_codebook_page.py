"""docs/event-codebook.md shows the codebook as it is."""

from __future__ import annotations

import json
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


def test_the_schema_beside_the_page_is_up_to_date():
    schema = PAGE.with_suffix(".schema.json").read_text(encoding="utf-8")
    assert schema == codebook_page.write_schema()


def test_the_schema_is_that_of_the_files_of_the_product():
    fields = json.loads(codebook_page.write_schema())["$defs"]["EventType"]["properties"]
    names = {each.name for each in load_codebook().types}
    assert set(fields) >= {"name", "code", "triggers", "hazard"}
    assert "STRIKE" in names


def test_the_product_uses_its_own_codes_and_those_of_plover_only():
    schemes = {each.code.split(":")[0] for each in load_codebook().types}
    assert schemes == {"PLOVER", "TID"}
