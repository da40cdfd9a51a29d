"""Which story each article belongs to, as the records on the topic tell. Pure.

The topic has one partition, so its records have one order, and whoever reads them in this order
comes to the same stories. A record proposes. Its writer had looked for a like article among all
that it had read; what came between that and the record itself is looked at here, by every reader
alike. So two workers that meet copies of one article at the same moment agree.

An article that is known keeps its story, whatever becomes of its text: it is in the index with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tidings_enrich.stories.record import StoryRecord
from tidings_enrich.stories.sketch import Sketch
from tidings_enrich.stories.story import Story
from tidings_enrich.stories.window import Entry, Window


@dataclass(frozen=True, slots=True)
class Sketched:
    """What is compared of an article; ``sketch`` is None for a text too short, or withdrawn."""

    id: str
    revision: int
    sketch: Sketch | None


class StoryBook:
    """Holds the articles of the last ``span_ms``, at most ``capacity`` of them."""

    def __init__(self, capacity: int, span_ms: int) -> None:
        self._window = Window(capacity)
        self._span_ms = span_ms
        self.read_up_to = -1
        """The offset of the last record that was read."""

    def __len__(self) -> int:
        return len(self._window)

    def find(self, article_id: str) -> Story | None:
        """Return the story of an article that is in the book."""
        entry = self._window.get(article_id)
        return None if entry is None else Story(entry.story, entry.nearest)

    def propose(self, article: Sketched, now_ms: int) -> StoryRecord | None:
        """Return the record to write of ``article``; None where nothing new is to be said of it.

        So it is for a repeat, an older revision, and a text that is too short and not known.
        """
        known = self._window.get(article.id)
        if known is not None and known.revision >= article.revision:
            return None
        if known is not None:
            story = Story(known.story, known.nearest)
        elif article.sketch is not None:
            like = self._window.find_nearest(
                article.sketch, besides=article.id, since_ms=now_ms - self._span_ms
            )
            story = join_story(article.id, like)
        else:
            return None
        return StoryRecord(
            revision=article.revision,
            story_id=story.id,
            near_duplicate_of=story.nearest,
            seen=self.read_up_to,
            sketch=None if article.sketch is None else article.sketch.to_text(),
        )

    def correct(self, article_id: str, proposed: StoryRecord) -> StoryRecord | None:
        """Return the record to write after ``proposed`` was read and came out otherwise, else None.

        Compaction may take away the record that decided it; then this one still tells.
        """
        story = self.find(article_id)
        if story is None or story == Story(proposed.story_id, proposed.near_duplicate_of):
            return None
        return proposed.model_copy(
            update={"story_id": story.id, "near_duplicate_of": story.nearest}
        )

    def add(self, article_id: str, record: StoryRecord, offset: int, at_ms: int) -> None:
        """Take what the topic says of an article; ``at_ms`` is when the broker got it.

        Raises ValueError for a sketch that is none.
        """
        sketch = record.read_sketch()
        known = self._window.get(article_id)
        story = Story(record.story_id, record.near_duplicate_of)
        if known is not None:
            story = Story(known.story, known.nearest)
        elif story == Story(article_id) and sketch is not None:
            like = self._window.find_nearest_behind(
                record.seen, sketch, besides=article_id, since_ms=at_ms - self._span_ms
            )
            story = join_story(article_id, like)
        entry = Entry(article_id, record.revision, story.id, story.nearest, offset, at_ms, sketch)
        self._window.put(entry, at_ms - self._span_ms)
        self.read_up_to = offset


def join_story(article_id: str, like: Entry | None) -> Story:
    """Return the story of the article that is most like this one, else one of its own.

    Where that one has joined this article's story, this one is the first of it: its record was
    written again, and compaction took away the one before.
    """
    if like is None or like.story == article_id:
        return Story(article_id)
    return Story(like.story, like.id)
