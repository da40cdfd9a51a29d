"""What stands on ``articles.stories`` of an article; the key is its id."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tidings.article import LARGEST_WHOLE_NUMBER, SCHEMA_VERSION, ArticleId
from tidings.model import Message
from tidings_enrich.stories.sketch import METHOD, Sketch, read_sketch


class StoryRecord(Message):
    """A proposal: which story an article belongs to, by all that its writer knew.

    ``seen`` is the offset of the last record that the writer had read, -1 for none. ``sketch`` is
    missing where the text is too short or was withdrawn; ``method`` says how it was made.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    revision: int = Field(ge=0, le=LARGEST_WHOLE_NUMBER)
    story_id: ArticleId
    near_duplicate_of: ArticleId | None = None
    seen: int = Field(ge=-1, le=LARGEST_WHOLE_NUMBER)
    method: str = METHOD
    sketch: Annotated[str | None, Field(max_length=400)] = None

    def read_sketch(self) -> Sketch | None:
        """Return the sketch; None where there is none or it cannot be compared with ours."""
        if self.sketch is None or self.method != METHOD:
            return None
        return read_sketch(self.sketch)
