"""How much text one article may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tidings.article import Text
from tidings.reading import Problem

# The longest articles that newspapers print have 20,000 words, 120 KB; with the text of a whole
# committee's report under it 600 KB. Escaped as JSON and with its tags the largest stays under
# the 16 MiB of a message: 1 MiB of text becomes 6 MiB at most, and its tags as much again.
MOST_TEXT_BYTES: Final = 1024 * 1024
# The most that one character takes in UTF-8.
_BYTES_A_CHARACTER: Final = 4


@dataclass(frozen=True, slots=True)
class TooLarge(Problem):
    """An article that is refused for nothing but its size."""


def check_size(text: Text) -> TooLarge | None:
    """Return what is wrong with an article whose words take too many bytes in UTF-8."""
    if sum(map(len, _list_words(text))) * _BYTES_A_CHARACTER <= MOST_TEXT_BYTES:
        return None
    size = sum(len(each.encode("utf-8", "surrogatepass")) for each in _list_words(text))
    if size <= MOST_TEXT_BYTES:
        return None
    detail = f"the text has {size} bytes in UTF-8, and at most {MOST_TEXT_BYTES} (1 MiB) are taken"
    return TooLarge("article", detail)


def _list_words(text: Text) -> Iterator[str]:
    for each in (text.kicker, text.headline, text.subhead, text.dateline, text.body, text.url):
        yield each or ""
    yield from text.byline
    for caption in text.captions:
        yield caption.text
        yield caption.photographer or ""
    for label in text.labels:
        yield label.name
