"""Write the table of docs/event-codebook.md, and the schema beside it, from the codebook.

``python -m tidings_enrich.tagging.events.codebook_page docs/event-codebook.md`` brings both up to
date; the words around the table stay as they are.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from tidings_enrich.tagging.events.codebook import Codebook, load_codebook
from tidings_enrich.tagging.events.codebook_changes import Extension, Removal
from tidings_enrich.tagging.events.codebook_entries import EventType

BEGIN = "<!-- the table is written by tidings_enrich.tagging.events.codebook_page -->\n"
END = "<!-- end of the table -->\n"
# As many triggers as show what a type is like; the YAML files have all of them.
EXAMPLES = 5


def write_table(codebook: Codebook) -> str:
    """Return the table of all types in Markdown, in the order of the files."""
    head = "| type | code | meaning | triggers, for example |\n|---|---|---|---|\n"
    return head + "".join(_write_row(each) for each in codebook.types)


def _write_row(event_type: EventType) -> str:
    examples = [
        word.lstrip("=")
        for language in ("zh", "en")
        for word in _heaviest(event_type, language)[: EXAMPLES if language == "zh" else 2]
    ]
    cells = (
        f"`{event_type.name}`",
        f"`{event_type.code}`",
        event_type.description,
        ", ".join(examples),
    )
    return f"| {' | '.join(cells)} |\n"


def _heaviest(event_type: EventType, language: str) -> list[str]:
    groups = [
        group for key, groups in event_type.triggers.items() if key == language for group in groups
    ]
    return [word for group in sorted(groups, key=lambda g: -g.weight) for word in group.words]


def replace_table(page: str, table: str) -> str:
    """Return the page with the table between its two marks.

    Raises ValueError when a mark is missing.
    """
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError("the page has no marks around its table")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def write_schema() -> str:
    """Return the JSON Schema of a file of types, for editors that check YAML while one writes."""
    entries: TypeAdapter[object] = TypeAdapter(list[EventType | Extension | Removal])
    return json.dumps(entries.json_schema(), indent=2) + "\n"


def main() -> None:
    """Bring the page that the first argument names, and its .schema.json, up to date."""
    path = Path(sys.argv[1])
    page = path.read_text(encoding="utf-8")
    path.write_text(replace_table(page, write_table(load_codebook())), encoding="utf-8")
    path.with_suffix(".schema.json").write_text(write_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
