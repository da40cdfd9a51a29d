"""Everything that is tagged in articles: names by a model and by rules, the rest by rules."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta, timezone

from tidings.article import Article
from tidings.tags import Tags
from tidings_enrich.lexicon.lexicon import Lexicon
from tidings_enrich.lexicon.precedence import apply_lexicon, drop_cut_words
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tagging.confidence import (
    correct_events,
    correct_places,
    rate_entities,
)
from tidings_enrich.tagging.events.codebook import Codebook
from tidings_enrich.tagging.events.matcher import find_events
from tidings_enrich.tagging.name_reading import (
    NameReader,
    ReadSentences,
    add_canonical_names,
    add_offices,
    build_entities,
)
from tidings_enrich.tagging.quantities import find_quantities
from tidings_enrich.tagging.sentences import split_sentences
from tidings_enrich.tagging.tagger import Tagger
from tidings_enrich.tagging.times.calendar_spans import find_last
from tidings_enrich.tagging.times.expressions import find_times
from tidings_enrich.topics.assigning import assign_topics
from tidings_enrich.topics.scheme import Scheme

# A paper dated 28 November in China was published on the 27th by the clock of Greenwich.
_CHINA = timezone(timedelta(hours=8))


class ArticleTagger:
    """Tags articles; pure: the same articles, the same tags."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are wired in one place
        self,
        tagger: Tagger,
        codebook: Codebook,
        locator: PlaceLocator | None = None,
        read_lexicon: Callable[[], Lexicon] | None = None,
        scheme: Scheme | None = None,
        english: Tagger | None = None,
    ) -> None:
        """Without a ``locator``, places are only names; without a ``scheme``, there are no topics.

        ``tagger`` reads Chinese names, ``english`` English ones; without it there are none.
        ``read_lexicon`` gives the user's own names as they are now, asked once in a call.
        """
        self._read_lexicon = read_lexicon
        self._names = NameReader(tagger, english)
        self._codebook = codebook
        self._locator = locator
        self._scheme = scheme

    @property
    def lexicon(self) -> str | None:
        """Name what the user's own list says now, as in ``lexicon 3f9a01c7``."""
        return self._read_lexicon().name if self._read_lexicon else None

    def hold(self) -> ArticleTagger:
        """Return a tagger that keeps to the user's list as it is now."""
        if self._read_lexicon is None:
            return self
        lexicon, held = self._read_lexicon(), copy(self)
        held._read_lexicon = lambda: lexicon
        return held

    def reads_names(self, language: str) -> bool:
        """Tell whether names are looked for in articles of this language."""
        return self._names.reads(language)

    def tag(self, articles: list[Article]) -> list[Tags]:
        """Return the tags of each article, in the order of ``articles``.

        The sentences of all of them go to the model together, which is several times as fast.
        """
        sentences = [split_sentences(article.body) for article in articles]
        read = self._names.read(articles, sentences)
        lexicon = self._read_lexicon() if self._read_lexicon else None
        return [
            self._tag_one(article, own, lexicon)
            for article, own in zip(articles, read, strict=True)
        ]

    def _tag_one(self, article: Article, read: ReadSentences, lexicon: Lexicon | None) -> Tags:
        body, sentences, borders = article.body, read.sentences, read.borders
        hits = drop_cut_words(lexicon.find(body), sentences, borders) if lexicon else []
        entities = build_entities(article, read, hits)
        if lexicon:
            entities = apply_lexicon(body, entities, hits, lexicon)
        entities = add_canonical_names(add_offices(article, entities))
        entities = rate_entities(entities, read.list_rated())
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
            locations=tuple(correct_places(locations)),
            events=tuple(correct_events(events)),
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
