"""Tag the articles of the raw topic anew, and compare with what the index has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from tidings.batches import cut_batches
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import MessageLog, Stretch
from tidings.shadow import IndexedTags, Shadow
from tidings.tags import TaggedArticle
from tidings_enrich.enrichment import ArticleTagging, Enriched, Record, enrich_records
from tidings_enrich.retag.tally import Tally

# As many as the stage tags together, and fewer of the largest.
BATCH: Final = 32
BATCH_BYTES: Final = 4_000_000


class Retagging:
    """Takes raw messages to tags; ``writes`` says whether they go into the shadow index.

    A message counts when it is the one that the indexed document came from: of several versions
    and repeats of an article that is one, and no list of what was seen has to be kept.
    """

    def __init__(
        self,
        tagging: ArticleTagging,
        shadow: Shadow,
        *,
        pipeline: str,
        clock: Callable[[], datetime],
        writes: bool,
    ) -> None:
        self.tally = Tally()
        self._tagging = tagging
        self._shadow = shadow
        self._pipeline = pipeline
        self._clock = clock
        self._writes = writes

    def take(self, messages: Sequence[StoredMessage]) -> None:
        """Tag, compare and write a batch; raises ShadowError and TaggerBrokenError."""
        ids = [(each.key or b"").decode("utf-8", "replace") for each in messages]
        indexed = self._shadow.find_tags([each for each in dict.fromkeys(ids) if each])
        chosen = [
            (message, indexed[article_id])
            for article_id, message in zip(ids, messages, strict=True)
            if article_id in indexed and indexed[article_id].origin == message.at
        ]
        self.tally.passed_over += len(messages) - len(chosen)
        tagged = self._tag(chosen)
        if self._writes and tagged:
            refused = self._shadow.write(tagged)
            self.tally.refused.update(each.reason for each in refused.values())

    def _tag(self, chosen: Sequence[tuple[StoredMessage, IndexedTags]]) -> list[TaggedArticle]:
        records = [Record(each.at, each.key, each.value, each.headers) for each, _ in chosen]
        results = enrich_records(records, self._tagging, pipeline=self._pipeline, now=self._clock())
        tagged: list[TaggedArticle] = []
        for result, (_, indexed) in zip(results, chosen, strict=True):
            if isinstance(result, Enriched):
                # As the index stage would read it from the topic.
                article = _keep_story(TaggedArticle.from_bytes(result.value), indexed)
                self.tally.compare(article.article, indexed.tags, article.tags)
                tagged.append(article)
            else:
                self.tally.refused[result.reject.reason] += 1
        return tagged


def _keep_story(article: TaggedArticle, indexed: IndexedTags) -> TaggedArticle:
    """Return the article in the story that it has: tags are told anew, stories are not."""
    told = {"story_id": indexed.story_id, "near_duplicate_of": indexed.near_duplicate_of}
    return article.model_copy(update=told)


def retag_topic(
    log: MessageLog,
    stretches: Iterable[Stretch],
    since: datetime | None,
    retagging: Retagging,
    advance: Callable[[int], None],
) -> None:
    """Take all messages that were written from ``since`` on, each with its offset counted."""
    for stretch in stretches:
        following = stretch.start
        recent = (each for each in log.read(stretch) if _is_recent(each, since))
        for batch in cut_batches(recent, BATCH, BATCH_BYTES):
            retagging.take(batch)
            reached = batch[-1].at.offset + 1
            advance(reached - following)
            following = reached
        advance(stretch.end - following)


def _is_recent(message: StoredMessage, since: datetime | None) -> bool:
    return since is None or message.written_at is None or message.written_at >= since
