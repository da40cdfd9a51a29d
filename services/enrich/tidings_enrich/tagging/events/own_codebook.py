"""A folder of the user's own codebook files, read on top of the codebook of the product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tidings_enrich.tagging.events.codebook import (
    Codebook,
    load_codebook,
    refuse_repeated_words,
)
from tidings_enrich.tagging.events.codebook_changes import (
    Change,
    Extension,
    Removal,
    apply_changes,
)
from tidings_enrich.tagging.events.codebook_entries import EventType
from tidings_enrich.yaml_document import (
    DataFileError,
    Document,
    read_document,
    refuse_repeated_keys,
)


def load_codebook_with(folder: Path | None) -> Codebook:
    """Return the codebook of the product with the changes in ``folder``, if there is one.

    Each file whose name ends in .yaml or .yml holds a list of entries: ``name`` begins a new type,
    ``extends`` more triggers for one, ``switches_off`` takes one away. Files whose names begin
    with a dot are left alone. Raises DataFileError naming file, line and field.
    """
    codebook = load_codebook()
    if folder is None:
        return codebook
    return codebook.replace_types(apply_changes(codebook.types, _read_changes(folder)))


def _read_changes(folder: Path) -> Iterator[Change]:
    try:
        files = sorted(
            each
            for each in folder.iterdir()
            if each.suffix in (".yaml", ".yml") and not each.name.startswith(".")
        )
    except OSError as error:
        raise DataFileError(f"{folder}: cannot be read: {error.strerror}") from error
    if not files:
        raise DataFileError(f"{folder}: there is no file whose name ends in .yaml")
    for file in files:
        document = read_document(file)
        refuse_repeated_keys(document)
        for place, entry in document.list_entries():
            yield _read_change(document, place, entry)


def _read_change(document: Document, place: int, entry: dict[str, object]) -> Change:
    schema: type[EventType | Extension | Removal] = EventType
    title = entry.get("name")
    for field, other in (("extends", Extension), ("switches_off", Removal)):
        if field in entry:
            schema, title = other, entry[field]
    where = document.locate((place,))
    change = Change(where, document.check(schema, entry, (place,), str(title or "no name")))
    if not isinstance(change.entry, Removal):
        refuse_repeated_words(where, str(title), change.entry.triggers)
    return change
