"""What has come out at the end of the road: documents and dead letters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from commands import run_tidings
from faults.ledger.account import Document
from faults.ledger.articles import SOURCE

# As many as Elasticsearch gives at once without being told otherwise.
PAGE = 10_000
ANSWER_WITHIN_S = 30.0
OF_LEDGER = {"term": {"source": SOURCE}}


class ArchiveError(Exception):
    """The dead letters cannot be read; the message says why."""


class Archive:
    """Asks Elasticsearch itself, past every wire. Raises httpx.HTTPError while it is away."""

    def __init__(self, elasticsearch_url: str, data_dir: Path) -> None:
        self._url = f"{elasticsearch_url}/articles"
        self._data_dir = data_dir
        self._client = httpx.Client(timeout=ANSWER_WITHIN_S, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def has(self, article_id: str) -> bool:
        """Return whether a search finds it."""
        return bool(self._count({"term": {"id": article_id}}))

    def count(self) -> int:
        """Return how many articles a search finds."""
        return self._count(OF_LEDGER)

    def _count(self, query: dict[str, Any]) -> int:
        return int(self._ask("_count", {"query": query})["count"])

    def read_documents(self) -> Iterator[Document]:
        """Yield each document once, in the order of ids."""
        self._ask("_refresh")
        after: list[str] | None = None
        while True:
            page: dict[str, Any] = {
                "query": OF_LEDGER,
                "_source": ["headline"],
                "size": PAGE,
                "sort": [{"id": "asc"}],
            }
            hits = self._ask("_search", page | ({"search_after": after} if after else {}))
            found = hits["hits"]["hits"]
            for each in found:
                yield Document(each["_id"], each["_source"]["headline"])
            if len(found) < PAGE:
                return
            after = found[-1]["sort"]

    def read_dead_letters(self) -> set[str]:
        """Return the ids of the open dead letters."""
        done = run_tidings(self._data_dir, "dlq", "list", "--all", "--json", "--source", SOURCE)
        if done.exit_code != 0:
            raise ArchiveError(done.stderr)
        return {str(json.loads(line)["id"]) for line in done.stdout.splitlines()}

    def trace(self, article_id: str) -> str:
        """Return where ``tidings trace`` sees an article."""
        done = run_tidings(self._data_dir, "trace", article_id)
        return (done.stdout + done.stderr).strip()

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self._client.post(f"{self._url}/{what}", json=body)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told
