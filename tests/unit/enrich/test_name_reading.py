"""Each sentence goes to the tagger that reads its language."""

from datetime import UTC, datetime
from functools import cache

from dictionary_tagger import DictionaryTagger

from tidings.article import Article
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
codebook = cache(load_codebook)


def article(body, language, number=1):
    return Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="h",
        source="example-gazette",
        language=language,
        body=body,
        received_at=NOW,
    )


def tag(*articles, english=True):
    chinese = DictionaryTagger(person=["周启明", "Jane Roe"])
    reader = DictionaryTagger(person=["Jane Roe", "周启明"])
    tagging = ArticleTagger(chinese, codebook(), english=reader if english else None)
    return tagging, tagging.tag(list(articles)), chinese.batches, reader.batches


def test_articles_are_read_by_the_tagger_of_their_language_all_at_once():
    articles = [article("周启明说。", "zh"), article("Jane Roe spoke.", "en")] * 3
    _, tags, chinese, english = tag(*articles)
    assert [each.names("person") for each in tags] == [("周启明",), ("Jane Roe",)] * 3
    assert (chinese, english) == ([3], [3])


def test_a_chinese_quotation_in_an_english_article_is_read_as_chinese():
    body = "Jane Roe spoke.\n周启明说，雾散了。\nShe left."
    _, (tags,), chinese, english = tag(article(body, "en"))
    assert tags.names("person") == ("Jane Roe", "周启明")
    assert (chinese, english) == ([1], [2])


def test_an_english_quotation_in_a_chinese_article_stays_with_the_article():
    _, (tags,), chinese, english = tag(article("周启明说。\nJane Roe spoke.", "zh"))
    assert tags.names("person") == ("周启明", "Jane Roe")
    assert (chinese, english) == ([2], [0])


def test_without_a_tagger_english_has_no_names_and_everything_else():
    tagging, (tags,), _, _ = tag(article("Jane Roe was killed on Monday.", "en"), english=False)
    assert tags.entities == ()
    assert tags.events
    assert tags.times
    assert not tagging.reads_names("en")


def test_other_languages_have_no_names_and_are_tagged_all_the_same():
    body = "周启明外務省市委書記。Jane Roe a parlé."
    for language in ("fr", "ja"):
        tagging, (tags,), chinese, english = tag(article(body, language))
        assert tags.entities == ()
        assert not tagging.reads_names(language)
        assert (chinese, english) == ([0], [0])
