"""A tagger that is one network: text to tokens, tokens to labels, labels to names."""

from __future__ import annotations

from collections.abc import Sequence

from tidings_enrich.tagging.networks.label_schemes import ReadLabels
from tidings_enrich.tagging.networks.labeller import Labeller
from tidings_enrich.tagging.networks.pieces import cut_pieces
from tidings_enrich.tagging.networks.tokens import Tokeniser
from tidings_enrich.tagging.tagger import NameSpan, SentenceReading


class NetworkTagger:
    """Implements Tagger. ``labels`` are the names of the network's outputs, in their order."""

    def __init__(
        self,
        name: str,
        tokeniser: Tokeniser,
        labeller: Labeller,
        labels: Sequence[str],
        read_labels: ReadLabels,
    ) -> None:
        self.name = name
        self._tokeniser = tokeniser
        self._labeller = labeller
        self._labels = labels
        self._read_labels = read_labels

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return the names of each sentence in order, no white space at their ends."""
        pieces = [
            (number, offset, text)
            for number, sentence in enumerate(sentences)
            for offset, text in cut_pieces(sentence)
        ]
        tokens = [self._tokeniser.read(text) for _, _, text in pieces]
        names: list[list[NameSpan]] = [[] for _ in sentences]
        borders: list[set[int]] = [set() for _ in sentences]
        labelled = self._labeller.label([each.ids for each in tokens])
        for (number, offset, _), token, labels in zip(pieces, tokens, labelled, strict=True):
            bounds = token.bounds
            borders[number].update(offset + border for border in token.borders)
            for found in self._read_labels([self._labels[each] for each in labels]):
                start, end = offset + bounds[found.start], offset + bounds[found.end]
                trimmed = _trim(sentences[number], start, end)
                if trimmed is not None:
                    names[number].append(NameSpan(*trimmed, found.type))
        return [SentenceReading(*each) for each in zip(names, map(frozenset, borders), strict=True)]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without white space at its ends; None when nothing else is in it."""
    words = text[start:end]
    kept = words.strip()
    if not kept:
        return None
    begin = start + words.index(kept)
    return begin, begin + len(kept)
