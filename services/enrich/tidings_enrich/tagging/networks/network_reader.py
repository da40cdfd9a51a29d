"""One network: text to tokens, tokens to what may be a name, with how likely it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.networks.labeller import Labeller
from tidings_enrich.tagging.networks.pieces import cut_pieces
from tidings_enrich.tagging.networks.tokens import Tokeniser

Place = tuple[int, int, EntityType]
"""Start and end of a stretch in a sentence, and what it names."""


class Proposals(NamedTuple):
    """What may be a name in one sentence, with its probability; these overlap, in no order.

    No stretch begins or ends with white space. ``borders`` are as in a SentenceReading.
    """

    names: dict[Place, float]
    borders: set[int]


class NetworkReader:
    """Reads sentences; ``types`` are those of the network's chains."""

    def __init__(
        self, name: str, tokeniser: Tokeniser, labeller: Labeller, types: Sequence[EntityType]
    ) -> None:
        self.name = name
        self._tokeniser = tokeniser
        self._labeller = labeller
        self._types = types

    def propose(self, sentences: Sequence[str]) -> list[Proposals]:
        """Return what may be a name in each sentence."""
        pieces = [
            (number, offset, text)
            for number, sentence in enumerate(sentences)
            for offset, text in cut_pieces(sentence)
        ]
        tokens = [self._tokeniser.read(text) for _, _, text in pieces]
        proposals = [Proposals({}, set()) for _ in sentences]
        found = self._labeller.find([each.ids for each in tokens])
        for (number, offset, _), token, stretches in zip(pieces, tokens, found, strict=True):
            names, borders = proposals[number]
            borders.update(offset + border for border in token.borders)
            for _, first, last, chain, probability in stretches:
                start, end = offset + token.bounds[first], offset + token.bounds[last]
                trimmed = _trim(sentences[number], start, end)
                if trimmed is not None:
                    # A company and an institution are both organisations; so is either of them.
                    place = (*trimmed, self._types[chain])
                    names[place] = names.get(place, 0.0) + probability
        return proposals


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without white space at its ends; None when nothing else is in it."""
    words = text[start:end]
    kept = words.strip()
    if not kept:
        return None
    begin = start + words.index(kept)
    return begin, begin + len(kept)
