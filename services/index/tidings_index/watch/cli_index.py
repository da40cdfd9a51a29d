"""What the ``watch`` commands ask of the index: how many match, and one to try out with."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from tidings.endpoints import StackNotFoundError, find_endpoints
from tidings.settings import ElasticsearchSettings
from tidings_index.lookup import LookupFailedError, open_articles
from tidings_index.watch.entry import Question

# In the place of an article where none matches yet, or the index does not answer.
SAMPLE: dict[str, Any] = {
    "_id": "0" * 32,
    "_source": {
        "revision": 1,
        "headline": "临江大桥通车",
        "source": "example",
        "language": "zh-Hans",
        "persons": ["周明远"],
        "places": ["临江市"],
        "event_types": ["opening"],
    },
}


def count_matches(question: Question, data_dir: Path | None) -> int:
    """Return how many articles match now.

    Raises LookupFailedError for a search that Elasticsearch refuses, or where it does not answer,
    and StackNotFoundError.
    """
    return int(_search(question, data_dir)["hits"]["total"]["value"])


def find_sample(question: Question, data_dir: Path | None) -> dict[str, Any]:
    """Return the best match as it was found; a made-up article where there is none."""
    try:
        hits = _search(question, data_dir)["hits"]["hits"]
    except (LookupFailedError, StackNotFoundError):
        return SAMPLE
    return dict(hits[0]) if hits else SAMPLE


def _search(question: Question, data_dir: Path | None) -> dict[str, Any]:
    # What matters is said in one line.
    logging.getLogger().addHandler(logging.NullHandler())
    settings = ElasticsearchSettings(url=find_endpoints(data_dir).elasticsearch_url)
    with open_articles(settings) as articles:
        return articles.search(question.to_search(), 1)
