"""Create what the stages need in Elasticsearch: a versioned index behind the alias."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from tidings.search.variants import list_rules
from tidings.settings import ElasticsearchSettings
from tidings_index.code_revision import build_meta

# An index of this version or later lacks only fields, which Elasticsearch adds to it as it is.
# Documents that are in it already go without them. Up to version 6, simplified and traditional
# characters were told apart, and documents stay as they were analysed.
GROWS_FROM = 7
ARTICLES = "articles.json"
ALREADY_THERE = "resource_already_exists_exception"


class SchemaMismatchError(Exception):
    """The index was made for another schema; the message says which and what to do."""


class OldSchemaError(SchemaMismatchError):
    """The index cannot grow into what this version needs; a new one can be built in its place."""


def read_schema() -> dict[str, Any]:
    """Return settings and mappings of the index, as Elasticsearch takes them.

    They are those of deploy/elasticsearch/articles.json with the rules of ``news_variants``.
    """
    schema = read_schema_file(ARTICLES)
    analysis = schema["settings"]["index"]["analysis"]
    analysis["char_filter"]["news_variants"]["mappings"] = list(list_rules())
    return schema


def read_mappings() -> dict[str, Any]:
    """Return the mappings alone."""
    mappings: dict[str, Any] = read_schema_file(ARTICLES)["mappings"]
    return mappings


def read_version(mappings: dict[str, Any]) -> int:
    """Return the version that a mapping carries in ``_meta``, 0 when it carries none."""
    return int(mappings.get("_meta", {}).get("schema_version", 0))


def create_index(client: Elasticsearch, settings: ElasticsearchSettings) -> str | None:
    """Create the index and its alias unless the alias exists; return the new index's name.

    An index of a version that can grow gets the fields that this one adds.

    Safe to run from several places at once. Raises SchemaMismatchError as ``check_index`` does,
    and elasticsearch.ApiError when Elasticsearch refuses.
    """
    if client.indices.exists_alias(name=settings.alias):
        _extend_index(client, settings.alias)
        check_index(client, settings.alias)
        return None
    name = make_index(client, settings.alias, read_schema(), settings.replicas)
    if name is None:
        check_index(client, settings.alias)
    return name


def make_index(
    client: Elasticsearch, alias: str, schema: dict[str, Any], replicas: int
) -> str | None:
    """Create the first index of ``schema`` behind ``alias``; return its name.

    None when it was there: another process was faster, or somebody removed the alias alone, which
    is put in its place again.
    """
    name = f"{alias}-v{read_version(schema['mappings'])}-000001"
    schema["settings"]["index"]["number_of_replicas"] = replicas
    try:
        client.indices.create(
            index=name,
            settings=schema["settings"],
            mappings={**schema["mappings"], "_meta": build_meta(schema["mappings"])},
            aliases={alias: {"is_write_index": True}},
        )
    except BadRequestError as error:
        if error.error != ALREADY_THERE:
            raise
        client.indices.put_alias(index=name, name=alias, is_write_index=True)
        return None
    return name


def check_index(client: Elasticsearch, alias: str) -> None:
    """Check that the index behind ``alias`` has the schema of this version.

    Raises SchemaMismatchError when it is older or newer, elasticsearch.NotFoundError when there
    is none.
    """
    wanted = read_version(read_mappings())
    for name, index in client.indices.get_mapping(index=alias).items():
        found = read_version(index["mappings"])
        if found == wanted:
            continue
        kind, advice = SchemaMismatchError, "`tidings provision` adds the fields that it lacks"
        if found > wanted:
            advice = "start a newer version of Tidings"
        elif found < GROWS_FROM:
            kind, advice = OldSchemaError, "`tidings reindex` builds a new index from it"
        raise kind(
            f"index {name} has schema version {found}, this version of Tidings writes "
            f"{wanted}: {advice}"
        )


def _extend_index(client: Elasticsearch, alias: str) -> None:
    """Add the new fields to an index of ``GROWS_FROM`` or later; others stay as they are."""
    mappings = read_mappings()
    for name, index in client.indices.get_mapping(index=alias).items():
        if GROWS_FROM <= read_version(index["mappings"]) < read_version(mappings):
            # Fields and version together, or neither.
            client.indices.put_mapping(index=name, body={**mappings, "_meta": build_meta(mappings)})


def read_schema_file(name: str) -> dict[str, Any]:
    """Return a file of deploy/elasticsearch as it stands there."""
    text = files("tidings_index").joinpath("schema", name).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
