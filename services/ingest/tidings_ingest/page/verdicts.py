"""Whether an article begins at a run of lines, and the rule or the score that said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# So much has to come together before lines inside a page are taken for a new article.
THRESHOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article begins at a run, and why.

    Where no rule alone decided, ``signs`` have the weight and the name of all that were weighed.
    """

    begins: bool
    why: str
    signs: tuple[tuple[int, str], ...] = ()

    @property
    def score(self) -> int:
        """Return the sum of the weights."""
        return sum(weight for weight, _ in self.signs)


BYLINE_FOLLOWS: Final = Verdict(True, "a byline follows")
PICTURE_STORY: Final = Verdict(True, "the only lines above a caption")
FIRST: Final = Verdict(True, "the first lines of the page, and a text follows")
UNTITLED: Final = Verdict(True, "a byline without a heading above it")
SENTENCE_OPEN: Final = Verdict(False, "the sentence above is not over")
NOTHING_BELOW: Final = Verdict(False, "nothing follows")
NO_TEXT_YET: Final = Verdict(False, "the article above has no text yet")
GOES_ON: Final = Verdict(False, "the line below goes on with it")
MIDDLE: Final = Verdict(False, "the page begins in the middle of an article")
LIST_ABOVE: Final = Verdict(False, "the end of a list above a heading")
_ENOUGH: Final = "enough speaks for a heading"
_TOO_LITTLE: Final = "too little speaks for a heading"


def decide(signs: tuple[tuple[int, str], ...]) -> Verdict:
    """Return whether weighed signs together reach the threshold."""
    begins = sum([weight for weight, _ in signs]) >= THRESHOLD
    return Verdict(begins, _ENOUGH if begins else _TOO_LITTLE, signs)
