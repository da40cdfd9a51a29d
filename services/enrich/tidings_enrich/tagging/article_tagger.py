"""Everything that is tagged in articles: names by a model and by rules, the rest by rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta, timezone

from tidings.article import Article
from tidings.tags import Tags
from tidings_enrich.lexicon.lexicon import Lexicon
from tidings_enrich.lexicon.precedence import apply_lexicon, drop_cut_words, put_first
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tagging.events.codebook import Codebook
from tidings_enrich.tagging.events.matcher import find_events
from tidings_enrich.tagging.folding import simplify
from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.titles import add_titles
from tidings_enrich.tagging.quantities import find_quantities
from tidings_enrich.tagging.sentences import Sentence, split_sentences
from tidings_enrich.tagging.tagger import SentenceReading, Tagger
from tidings_enrich.tagging.times.calendar_spans import find_last
from tidings_enrich.tagging.times.expressions import find_times
from tidings_enrich.topics.assigning import assign_topics
from tidings_enrich.topics.scheme import Scheme

# A paper dated 28 November in China was published on the 27th by the clock of Greenwich.
_CHINA = timezone(timedelta(hours=8))


class ArticleTagger:
    """Tags articles; pure: the same articles, the same tags."""

    def __init__(
        self,
        tagger: Tagger,
        codebook: Codebook,
        locator: PlaceLocator | None = None,
        read_lexicon: Callable[[], Lexicon] | None = None,
        scheme: Scheme | None = None,
    ) -> None:
        """Without a ``locator``, places are only names; without a ``scheme``, there are no topics.

        ``read_lexicon`` gives the user's own names as they are now, asked once in a call.
        """
        self._read_lexicon = read_lexicon
        self._tagger = tagger
        self._codebook = codebook
        self._locator = locator
        self._scheme = scheme

    def tag(self, articles: list[Article]) -> list[Tags]:
        """Return the tags of each article, in the order of ``articles``.

        The sentences of all of them go to the model together, which is several times as fast.
        """
        sentences = [split_sentences(article.body) for article in articles]
        readings = iter(
            self._tagger.read([simplify(sentence.text) for each in sentences for sentence in each])
        )
        lexicon = self._read_lexicon() if self._read_lexicon else None
        return [
            self._tag_one(article, own, [next(readings) for _ in own], lexicon)
            for article, own in zip(articles, sentences, strict=True)
        ]

    def _tag_one(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        readings: Sequence[SentenceReading],
        lexicon: Lexicon | None,
    ) -> Tags:
        body = article.body
        found = [
            Mention(sentence.start + name.start, sentence.start + name.end, name.type)
            for sentence, reading in zip(sentences, readings, strict=True)
            for name in reading.names
        ]
        borders = [reading.borders for reading in readings]
        hits = drop_cut_words(lexicon.find(body), sentences, borders) if lexicon else []
        makers = [each.photographer for each in article.captions if each.photographer]
        entities = find_entities(body, put_first(hits, found), staff=(*article.byline, *makers))
        if lexicon:
            entities = apply_lexicon(body, entities, hits, lexicon)
        entities = add_titles(body, entities)
        times = find_times(body, find_reference(article))
        mentions = [span for entity in entities for span in entity.mentions]
        quantities = find_quantities(body, (*(time.span for time in times), *mentions))
        events = find_events(
            body, sentences, entities, times, self._codebook, article.language, borders
        )
        starts = [sentence.start for sentence in sentences]
        locations = self._locator.locate(article, entities, starts) if self._locator else ()
        return Tags(
            entities=tuple(entities),
            locations=tuple(locations),
            events=tuple(events),
            times=tuple(times),
            quantities=tuple(quantities),
            topics=assign_topics(article, events, self._scheme) if self._scheme else (),
        )


def find_reference(article: Article) -> date:
    """Return the day of the news: by the clock of China for what is not in another language.

    Where the feed gave no time, it is the day of the dateline (11月28日) that came last, since
    what is received today may be an old page.
    """
    moment = article.newest_moment()
    if article.language.startswith(("zh", "und")):
        moment = moment.astimezone(_CHINA)
    day = moment.date()
    if article.published_at is None and article.dateline:
        named = next((time.start for time in find_times(article.dateline, day) if time.start), None)
        if named is not None:
            return find_last(date.fromisoformat(named[:10]), day)
    return day
