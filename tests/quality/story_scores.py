"""How well copies of an article are found in the window, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quality.story_pairs import Pair, list_pairs
from quality.tag_scores import Score

from tidings_enrich.stories.sketch import sketch_text
from tidings_enrich.stories.window import Entry, Window

# The half on which the bounds were chosen, and the one that had no say in it.
HALVES = ("chosen on", "other half")
ONE, OTHER = f"{1:032x}", f"{2:032x}"


def measure_stories() -> Iterator[tuple[str, Score]]:
    """Yield the figure of each half."""
    for half, name in enumerate(HALVES):
        yield f"own stories, {name}: same story", score_pairs(list_pairs(half))


def score_pairs(pairs: Iterable[Pair]) -> Score:
    """Return how many pairs were rightly said to be one story, said to be, and are."""
    right = said = wanted = 0
    for pair in pairs:
        found = is_found(pair)
        right += found and pair.same
        said += found
        wanted += pair.same
    return Score(right, said, wanted)


def is_found(pair: Pair) -> bool:
    """Return whether the second text is found to be a copy of the first."""
    one, other = sketch_text(pair.one), sketch_text(pair.other)
    if one is None or other is None:
        return False
    window = Window(2)
    window.put(Entry(ONE, 1, ONE, None, 0, 0, one), since_ms=0)
    return window.find_nearest(other, besides=OTHER, since_ms=0) is not None
