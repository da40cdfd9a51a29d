"""The index of earlier revisions: its name, how it is created, and whether it is the right one."""

from __future__ import annotations

from typing import Final

from elasticsearch import Elasticsearch

from tidings.settings import ElasticsearchSettings
from tidings_index.provisioning import (
    SchemaMismatchError,
    make_index,
    read_schema_file,
    read_version,
)

SCHEMA_FILE: Final = "articles-history.json"


def name_history_alias(alias: str) -> str:
    """Return the alias of the history of the articles behind ``alias``."""
    return f"{alias}-history"


def create_history(client: Elasticsearch, settings: ElasticsearchSettings) -> str | None:
    """Create the index and its alias unless the alias exists; return the new index's name.

    Safe to run from several places at once. Raises SchemaMismatchError as ``check_history`` does,
    and elasticsearch.ApiError when Elasticsearch refuses.
    """
    alias = name_history_alias(settings.alias)
    if not client.indices.exists_alias(name=alias):
        name = make_index(client, alias, read_schema_file(SCHEMA_FILE), settings.replicas)
        if name is not None:
            return name
    check_history(client, alias)
    return None


def check_history(client: Elasticsearch, alias: str) -> None:
    """Check that the index behind the history's ``alias`` has the schema of this version.

    Raises SchemaMismatchError when it has another, elasticsearch.NotFoundError when there is none.
    """
    wanted = read_version(read_schema_file(SCHEMA_FILE)["mappings"])
    for name, index in client.indices.get_mapping(index=alias).items():
        found = read_version(index["mappings"])
        if found != wanted:
            raise SchemaMismatchError(
                f"index {name} has schema version {found}, this version of Tidings writes "
                f"{wanted}: start the version of Tidings that made it"
            )
