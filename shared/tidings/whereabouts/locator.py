"""Where an article is, asked of the servers: nothing is remembered but what they can tell again.

The order keeps an article on its way from being missed. A stage puts it into the next place before
it commits, so whoever looks along the road meets it in one place or in the next:

1. the backlogs, in the order of the road;
2. the open dead letters;
3. the index;
4. all of them once more when nothing was found: a replay goes the road backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tidings.whereabouts.budget import Budget
from tidings.whereabouts.facts import read_release_time, read_value
from tidings.whereabouts.findings import Finding, OnItsWay, Whereabouts, weigh_findings
from tidings.whereabouts.letters import LetterDirectory
from tidings.whereabouts.messages import find_partition, read_key
from tidings.whereabouts.ports import Documents, Topics
from tidings.whereabouts.road import Backlog, Road


class Locator:
    """Looks for articles; for one thread."""

    def __init__(self, topics: Topics, documents: Documents, road: Road) -> None:
        self._topics = topics
        self._documents = documents
        self._road = road
        self._letters = LetterDirectory(topics, road.letter_topics)

    def find(self, article_id: str, budget: Budget) -> Whereabouts | None:
        """Return where the article is, None when it is nowhere.

        Raises UnavailableError, and SpentError when not everything could be looked through.
        """
        findings = self._look(article_id, budget) or self._look(article_id, budget)
        return weigh_findings(findings)

    def _look(self, article_id: str, budget: Budget) -> list[Finding]:
        findings: list[Finding] = []
        for backlog in self._road.backlogs:
            findings += self._look_into(backlog, article_id, budget)
        findings += self._letters.find(article_id, budget)
        document = self._documents.find(article_id)
        return findings if document is None else [*findings, document]

    def _look_into(self, backlog: Backlog, article_id: str, budget: Budget) -> Iterator[OnItsWay]:
        key = article_id.encode("ascii")
        partition = find_partition(self._topics.measure(backlog.topic, budget), key)
        if partition is None:
            return
        committed = self._topics.find_committed(
            backlog.group, backlog.topic, partition.partition, budget
        )
        waiting = replace(partition, start=max(partition.start, committed or 0))
        for each in read_key(self._topics, waiting, key, budget):
            yield OnItsWay(
                read_value(each.value), backlog.state, each.at, read_release_time(each.headers)
            )
