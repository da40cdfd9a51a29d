"""The shadow index of ``tidings retag``: a copy of the index, with other tags written over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError

from tidings.bars import BeginBar
from tidings.dead_letter import Position
from tidings.outcome import Reject
from tidings.search.indexed_tags import FIELDS, read_tags
from tidings.shadow import IndexedTags, ShadowError
from tidings.tags import TaggedArticle
from tidings_index.documents import build_document
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.migration import Migration
from tidings_index.reindex.session import Session, open_session
from tidings_index.setting_up import describe_error

_ASKED: Final = ["lineage", "status", "story_id", "near_duplicate_of", *FIELDS.values()]


class ShadowIndex:
    """Implements ``tidings.shadow.Shadow``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._migration: Migration | None = None

    def find_tags(self, ids: Sequence[str]) -> dict[str, IndexedTags]:
        """Return what is indexed of these articles, withdrawn ones left out."""
        with _naming_errors():
            documents = self._session.get_documents(ids, _ASKED)
        found = {each["_id"]: _read_indexed(each["_source"]) for each in documents}
        return {article_id: indexed for article_id, indexed in found.items() if indexed}

    def begin(self, begin_bar: BeginBar) -> str:
        """Copy the index, from where that was interrupted; return the name of the new one."""
        with _naming_errors():
            self._migration = self._session.begin("index and tagger", begin_bar)
            self._migration.copy()
        return self._migration.name

    def write(self, articles: Sequence[TaggedArticle]) -> Mapping[str, Reject]:
        """Write articles over their copies; return those that the new index refuses, by id."""
        now = datetime.now(UTC)
        with _naming_errors():
            refused = self._begun().write_over([build_document(each, now) for each in articles])
        return {each.id: each.reject for each in refused}

    def complete(self) -> None:
        """Note that all tags are written."""
        with _naming_errors():
            self._begun().mark_tagged()

    def _begun(self) -> Migration:
        if self._migration is None:
            raise ShadowError("no shadow index was begun")
        return self._migration


@contextmanager
def open_shadow(data_dir: Path | None) -> Iterator[ShadowIndex]:
    """Give the index of the running stack; raises StackNotFoundError and ValidationError."""
    with open_session(data_dir) as session:
        yield ShadowIndex(session)


def _read_indexed(document: Mapping[str, Any]) -> IndexedTags | None:
    lineage = document.get("lineage", {})
    place = [lineage.get(name) for name in ("topic", "partition", "offset")]
    if document.get("status") == "withdrawn" or None in place:
        return None
    return IndexedTags(
        Position(*place),
        read_tags(document),
        document.get("story_id"),
        document.get("near_duplicate_of"),
    )


@contextmanager
def _naming_errors() -> Iterator[None]:
    try:
        yield
    except ReindexError as error:
        raise ShadowError(str(error)) from error
    except (ApiError, TransportError) as error:
        raise ShadowError(f"Elasticsearch: {describe_error(error)}") from error
