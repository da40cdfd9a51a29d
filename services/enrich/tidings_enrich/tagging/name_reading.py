"""Names in articles of any language: each sentence to the tagger that reads it, then the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tidings.article import Article
from tidings.tags import Entity
from tidings_enrich.lexicon.lexicon import LexiconHit
from tidings_enrich.lexicon.precedence import put_first
from tidings_enrich.tagging.confidence import Rated
from tidings_enrich.tagging.english.entities import find_english_entities
from tidings_enrich.tagging.english.titles import add_english_titles
from tidings_enrich.tagging.languages import Reader, choose_reader, is_chinese_sentence
from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.titles import add_titles
from tidings_enrich.tagging.scripts import simplify_name
from tidings_enrich.tagging.sentences import Sentence
from tidings_enrich.tagging.simplifying_tagger import SimplifyingTagger
from tidings_enrich.tagging.tagger import SentenceReading, Tagger

_UNREAD = SentenceReading([])


class ReadSentences(NamedTuple):
    """The sentences of one article, who read each of them, and what was found there."""

    sentences: Sequence[Sentence]
    readers: Sequence[Reader | None]
    readings: Sequence[SentenceReading]

    @property
    def borders(self) -> list[frozenset[int]]:
        """Return where words begin and end in each sentence."""
        return [each.borders for each in self.readings]

    def list_mentions(self, reader: Reader) -> list[Mention]:
        """Return what one of the readers found, by offsets into the body."""
        return [
            Mention(sentence.start + name.start, sentence.start + name.end, name.type)
            for sentence, own, reading in zip(*self, strict=True)
            if own == reader
            for name in reading.names
        ]

    def list_rated(self) -> list[Rated]:
        """Return what either of the readers found with how sure it is."""
        return [
            Rated(
                sentence.start + name.start, sentence.start + name.end, name.type, name.confidence
            )
            for sentence, _, reading in zip(*self, strict=True)
            for name in reading.names
        ]


class NameReader:
    """Reads the names of articles: Chinese by one tagger, English by another if there is one."""

    def __init__(self, chinese: Tagger, english: Tagger | None = None) -> None:
        self._taggers: dict[Reader, Tagger] = {"chinese": SimplifyingTagger(chinese)}
        if english is not None:
            self._taggers["english"] = english

    def reads(self, language: str) -> bool:
        """Tell whether there is a tagger for articles of this language, a BCP 47 tag."""
        return choose_reader(language) in self._taggers

    def read(
        self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSentences]:
        """Return what is in the sentences of each article; a tagger gets all of its own at once."""
        readers = [
            [self._choose(article, each) for each in own]
            for article, own in zip(articles, sentences, strict=True)
        ]
        texts: dict[Reader, list[str]] = {reader: [] for reader in self._taggers}
        for own, readers_of_own in zip(sentences, readers, strict=True):
            for sentence, reader in zip(own, readers_of_own, strict=True):
                if reader is not None:
                    texts[reader].append(sentence.text)
        read = {reader: iter(self._taggers[reader].read(texts[reader])) for reader in texts}
        return [
            ReadSentences(own, chosen, [next(read[each]) if each else _UNREAD for each in chosen])
            for own, chosen in zip(sentences, readers, strict=True)
        ]

    def _choose(self, article: Article, sentence: Sentence) -> Reader | None:
        reader = choose_reader(article.language)
        if reader == "english" and is_chinese_sentence(sentence.text):
            return "chinese"
        return reader if reader in self._taggers else None


def build_entities(
    article: Article, read: ReadSentences, hits: Sequence[LexiconHit]
) -> list[Entity]:
    """Return the entities of an article by first mention; ``hits`` win over what was read.

    Where nobody reads the article's language, there are none.
    """
    makers = (each.photographer for each in article.captions if each.photographer)
    staff = (*article.byline, *makers)
    chinese = read.list_mentions("chinese")
    match choose_reader(article.language):
        case "chinese":
            return find_entities(article.body, put_first(hits, chinese), staff=staff)
        case "english":
            english = put_first(hits, read.list_mentions("english"))
            found = find_english_entities(article.body, english, staff=staff)
            found += find_entities(article.body, chinese, staff=staff) if chinese else []
            return sorted(found, key=lambda each: (each.mentions[0].start, each.type))
        case None:
            return []


def add_canonical_names(entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with their names in simplified characters, where those are others.

    A name of the user's own lexicon is canonical as it is.
    """
    return [
        each.model_copy(update={"canonical": name})
        if not each.known and (name := simplify_name(each.name)) != each.name
        else each
        for each in entities
    ]


def add_offices(article: Article, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with the offices that the text gives to its persons."""
    match choose_reader(article.language):
        case "chinese":
            return add_titles(article.body, entities)
        case "english":
            return add_english_titles(article.body, entities)
        case None:
            return list(entities)
