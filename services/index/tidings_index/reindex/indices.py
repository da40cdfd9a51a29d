"""The indices of one alias, and what is done to them as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import Elasticsearch, NotFoundError

from tidings.settings import ElasticsearchSettings
from tidings_index.code_revision import build_meta
from tidings_index.provisioning import read_schema
from tidings_index.reindex.build import Build, write_build
from tidings_index.reindex.landscape import (
    FoundIndex,
    Landscape,
    ReindexError,
    name_next_alias,
    survey,
)
from tidings_index.reindex.verification import Mark

# A change of the cluster's state takes milliseconds, and 30 s where many wait for the master.
REQUEST_TIMEOUT_S: Final = 60
SWAP_TRIES: Final = 5


class SwapUnknownError(ReindexError):
    """The old index must stay closed to writers: it may be in its place no longer."""


class Indices:
    """Looks at the indices and changes them; may raise elasticsearch.ApiError, TransportError."""

    def __init__(self, client: Elasticsearch, settings: ElasticsearchSettings) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S)
        self._alias = settings.alias
        self._next = name_next_alias(settings.alias)
        self._replicas = settings.replicas

    def is_there(self) -> bool:
        """Return whether the alias stands for anything."""
        return bool(self._resolve(self._alias))

    def look(self) -> Landscape:
        """Return what there is; raises ReindexError as ``survey`` does."""
        live, following = self._resolve(self._alias), self._resolve(self._next)
        answer = self._client.indices.get(
            index=[f"{self._alias}-v*", *live, *following],
            features=["mappings"],
            expand_wildcards="all",
        )
        found = [
            FoundIndex(name, each["mappings"].get("_meta", {}), name in live, name in following)
            for name, each in sorted(answer.items())
        ]
        return survey(self._alias, found)

    def create(self, name: str, build: Build) -> FoundIndex:
        """Create an empty index behind the alias of the next one."""
        schema = read_schema()
        schema["settings"]["index"]["number_of_replicas"] = self._replicas
        meta = write_build(build_meta(schema["mappings"]), build)
        self._client.indices.create(
            index=name,
            settings=schema["settings"],
            mappings={**schema["mappings"], "_meta": meta},
            aliases={self._next: {"is_write_index": True}},
        )
        return FoundIndex(name, meta, is_next=True)

    def save(self, found: FoundIndex, build: Build) -> None:
        """Keep in the mapping of an index how far it is."""
        self._client.indices.put_mapping(index=found.name, meta=write_build(found.meta, build))

    def block(self, name: str) -> None:
        """Close an index to writers; when this returns, no write to it is under way."""
        # Where it is closed already, the answer does not say whether its writers are done.
        self.unblock(name)
        answer = self._client.indices.add_block(index=name, block="write")
        if not answer["shards_acknowledged"]:
            raise ReindexError(f"{name} could not be closed to writers; start it again")

    def unblock(self, name: str) -> None:
        """Open an index to writers again."""
        self._client.indices.put_settings(index=name, settings={"index.blocks.write": None})

    def swap(self, old: str, new: str) -> None:
        """Let the alias stand for ``new`` in place of ``old``, in one step.

        An answer that is lost, or not waited for, does not tell whether it was done: it is asked
        again until it is known, and an interruption waits for that. Raises SwapUnknownError.
        """
        for _ in range(SWAP_TRIES):
            try:
                self._client.indices.update_aliases(actions=self._swap_actions(old, new))
            except NotFoundError as error:
                if new in self._resolve(self._alias):
                    return
                raise ReindexError(f"{old} is not behind the alias {self._alias}") from error
            except (TransportError, KeyboardInterrupt):
                continue
            return
        raise SwapUnknownError(
            f"{old} is closed to writers, and it is not known whether {new} "
            "took its place: start it again"
        )

    def delete(self, names: Iterable[str]) -> None:
        """Delete indices."""
        for each in names:
            self._client.indices.delete(index=each)

    def count(self, name: str) -> int:
        """Return how many documents an index has, those included that were just written."""
        self.refresh(name)
        return int(self._client.count(index=name)["count"])

    def refresh(self, name: str) -> None:
        """Let searches find what was written until now."""
        self._client.indices.refresh(index=name)

    def find_marks(self, name: str, ids: Sequence[str]) -> list[Mark]:
        """Return the marks of those documents that an index has; a thousand ids at most."""
        answer = self._client.search(
            index=name,
            query={"ids": {"values": list(ids)}},
            size=max(1, len(ids)),
            version=True,
            source=False,
        )
        return [Mark(hit["_id"], hit["_version"], 0) for hit in answer["hits"]["hits"]]

    def _resolve(self, alias: str) -> frozenset[str]:
        try:
            return frozenset(self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return frozenset()

    def _swap_actions(self, old: str, new: str) -> list[Mapping[str, Any]]:
        return [
            {"remove": {"index": old, "alias": self._alias, "must_exist": True}},
            {"remove": {"index": new, "alias": self._next}},
            {"add": {"index": new, "alias": self._alias, "is_write_index": True}},
        ]
