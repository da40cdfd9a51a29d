"""An index with many short articles, and words of which it is known how many of them have each."""

from __future__ import annotations

from collections.abc import Sequence

from index_process import IndexRoad
from index_turns import copy_articles, time_loop
from rich.console import Console

from tidings.tags import TaggedArticle

# They take a tenth of the time to index that articles of the usual lengths take.
SHORT_CHARACTERS = 300
# Documents that are made together, in turns whose numbers no measurement has.
FILLED, FIRST_FILLING = 2_000, 1_000
# Words that no other text has: each stands in one of so many documents. The corpus has few words of
# its own, and most of them stand in half of it; in an archive of news hardly one stands in a fifth.
WORDS = {
    "霭岫": 5,
    "岫霁": 10,
    "霁汀": 20,
    "汀藁": 33,
    "藁蒹": 50,
    "zephyr": 100,
    "quoin": 200,
    "sphene": 500,
    "tarn": 1_000,
    "wherry": 2_000,
}
console = Console(stderr=True, highlight=False)


def fill_index(road: IndexRoad, tagged: Sequence[TaggedArticle], wanted: int) -> None:
    """Let there be at least so many documents, of short articles."""
    client = road.client()
    short = [each for each in tagged if len(each.article.body) <= SHORT_CHARACTERS]
    copies = min(FILLED, wanted) // len(short) + 1
    turn = FIRST_FILLING
    while (there := client.count(index=road.name)["count"]) < wanted:
        console.print(f"{there:,} documents")
        copied = enumerate(copy_articles(short, turn, copies), there)
        time_loop(road, [add_words(each, number) for number, each in copied])
        client.indices.refresh(index=road.name)
        turn += 1


def add_words(tagged: TaggedArticle, number: int) -> TaggedArticle:
    """Return the article with those of ``WORDS`` that the document of this number has."""
    words = " ".join(word for word, among in WORDS.items() if number % among == 0)
    article = tagged.article
    body = f"{article.body}\n{words}" if words else article.body
    return tagged.model_copy(update={"article": article.model_copy(update={"body": body})})
