"""An index and its history in memory, with the versions of Elasticsearch, and faults to order."""

from __future__ import annotations

import json

from tidings.outcome import Ok, Retry
from tidings_index.history.archive import ArchivingSink
from tidings_index.history.entries import read_entry
from tidings_index.history.ports import UnansweredError


class MemoryIndex:
    """Takes a document unless it has one of a higher version; ``refuse`` gives other outcomes."""

    def __init__(self):
        self.documents = {}
        self.bulks = []
        self.refuse = lambda document: None

    def write(self, documents):
        self.bulks.append([each.id for each in documents])
        return [self._write(each) for each in documents]

    def _write(self, document):
        outcome = self.refuse(document)
        if outcome is not None:
            return outcome
        version, _ = self.documents.get(document.id, (-1, b""))
        if version > document.revision:
            return Ok("stale")
        self.documents[document.id] = (document.revision, document.body)
        return Ok("indexed")

    def fields(self):
        return {key: json.loads(body) for key, (_, body) in self.documents.items()}


class MemoryArticles:
    """Articles, their history, and what is asked of both; ``asked`` names each question."""

    def __init__(self):
        self.articles = MemoryIndex()
        self.history = MemoryIndex()
        self.asked = []
        self.is_away_at = lambda what: False
        self.sink = ArchivingSink(self.articles, self.history, self)

    def find_revisions(self, ids):
        self._ask("revisions")
        return {
            key: self.articles.documents[key][0] for key in ids & self.articles.documents.keys()
        }

    def read_indexed(self, ids):
        self._ask("indexed")
        return {each: read_entry(self.articles.fields()[each]) for each in ids}

    def list_kept(self, ids):
        self._ask("kept")
        entries = [read_entry(each) for each in self.history.fields().values()]
        return {key: [each for each in entries if each.id == key] for key in ids}

    def _ask(self, what):
        self.asked.append(what)
        if self.is_away_at(what):
            raise UnansweredError(Retry("unreachable"))

    def kept(self):
        """Return by id and revision what the history has."""
        return {(each["id"], each["revision"]): each for each in self.history.fields().values()}
