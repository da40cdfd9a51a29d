"""What becomes of raw messages, without Kafka."""

from datetime import UTC, datetime

import orjson
import pytest

from tidings.article import Article, Label, Lineage
from tidings.dead_letter import Position
from tidings.tags import Entity, Span, TaggedArticle, Tags
from tidings_enrich import enrichment
from tidings_enrich.enrichment import (
    Enriched,
    Record,
    Rejected,
    TaggerBrokenError,
    enrich_records,
    tag_articles,
)
from tidings_enrich.stories.story import Story

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
POISON = "毒"


class ReadsAll:
    lexicon = None

    def hold(self):
        return self

    def reads_names(self, language):
        return True


def article(number=1, **fields):
    given = {
        "id": f"{number:032x}",
        "revision": number,
        "content_hash": "h",
        "source": "example-gazette",
        "body": "渡口镇镇长说，桥修好了。",
        "received_at": NOW,
    }
    return Article(**{**given, **fields})


def record(value, offset=7):
    return Record(Position("articles.raw", 3, offset), b"key", value)


class Tagging(ReadsAll):
    """Tags the first two characters of each body; an article with POISON in it breaks it."""

    def __init__(self):
        self.batches = []

    def tag(self, articles):
        self.batches.append(len(articles))
        if any(POISON in each.body for each in articles):
            raise ValueError(f"cannot read {articles[0].body}")
        return [self._tags(each) for each in articles]

    def _tags(self, each):
        mention = Span(start=0, end=2, text=each.body[:2])
        return Tags(entities=(Entity(type="place", name=each.body[:2], mentions=(mention,)),))


class BrokenTagging(ReadsAll):
    def tag(self, articles):
        raise RuntimeError("no weights")


def enrich(*values, tagging=None):
    records = [record(value, offset) for offset, value in enumerate(values)]
    return enrich_records(records, tagging or Tagging(), pipeline="enrich 9 fast", now=NOW)


def reasons(results):
    return [each.reject.reason if isinstance(each, Rejected) else "enriched" for each in results]


class Telling:
    """Tells that every article but the first is a copy of it."""

    def begin(self, articles):
        first = articles[0].id
        return lambda: {
            each.id: Story(first, None if each.id == first else first) for each in articles
        }


def test_an_article_carries_the_story_that_it_joined_and_the_first_one_nothing():
    records = [record(article(number).to_bytes()) for number in (1, 2)]
    results = enrich_records(records, Tagging(), Telling(), pipeline="p", now=NOW)
    first, second = (TaggedArticle.from_bytes(each.value) for each in results)
    assert (first.story_id, first.near_duplicate_of) == (None, None)
    assert second.story_id == second.near_duplicate_of == first.article.id


def test_a_tagged_article_goes_out_under_the_id_of_the_article():
    (result,) = enrich(article(5).to_bytes())
    assert isinstance(result, Enriched)
    assert result.key == b"0" * 31 + b"5"
    tagged = TaggedArticle.from_bytes(result.value)
    assert tagged.tags.names("place") == ("渡口",)
    assert tagged.enriched_at == NOW


def test_the_publishers_labels_go_on_as_they_are_and_become_no_tags():
    labels = (Label(kind="place", name="临江"), Label(kind="subject", name="交通"))
    (result,) = enrich(article(labels=labels).to_bytes())
    tagged = TaggedArticle.from_bytes(result.value)
    assert tagged.article.labels == labels
    assert tagged.tags.names("place") == ("渡口",)
    assert tagged.tags.topics == ()


def test_the_lineage_names_the_message_and_keeps_what_ingest_wrote():
    before = Lineage(page="page-1", lines=(3, 9), trace_id="abc")
    (result,) = enrich_records(
        [record(article(lineage=before).to_bytes(), 42)], Tagging(), pipeline="p 1", now=NOW
    )
    lineage = TaggedArticle.from_bytes(result.value).article.lineage
    assert lineage == Lineage(
        page="page-1",
        lines=(3, 9),
        trace_id="abc",
        topic="articles.raw",
        partition=3,
        offset=42,
        pipeline="p 1",
    )


def test_the_lineage_names_the_users_list_that_was_held_for_the_batch_also_where_none_is_found():
    class Changing(Tagging):
        """Its list changes with whatever is asked of it; what it holds does not."""

        def __init__(self):
            super().__init__()
            self.lists = iter(["lexicon a", "lexicon b"])
            self.holds = []

        def hold(self):
            self.holds.append(Tagging())
            self.holds[-1].lexicon = next(self.lists)
            return self.holds[-1]

    tagging = Changing()
    withdrawn = article(2, status="withdrawn", body="").to_bytes()
    for named in ("enrich 9 fast lexicon a", "enrich 9 fast lexicon b"):
        results = enrich(article(1).to_bytes(), withdrawn, tagging=tagging)
        tagged = [TaggedArticle.from_bytes(each.value) for each in results]
        assert [each.article.lineage.pipeline for each in tagged] == [named, named]
    assert [each.batches for each in tagging.holds] == [[1], [1]]
    assert tagging.batches == []


def test_readable_articles_are_tagged_in_one_batch():
    tagging = Tagging()
    enrich(*(article(n).to_bytes() for n in range(5)), tagging=tagging)
    assert tagging.batches == [5]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\xff\xfe", "undecodable"),
        (b"", "undecodable"),
        (None, "undecodable"),
        (b"[]", "undecodable"),
        (b'{"schema_version": 99}', "unknown_schema"),
        (b'{"schema_version": 1}', "invalid"),
    ],
)
def test_a_message_that_cannot_be_read_is_rejected_and_its_neighbours_go_on(raw, reason):
    results = enrich(article(1).to_bytes(), raw, article(2).to_bytes())
    assert reasons(results) == ["enriched", reason, "enriched"]


def test_an_article_that_breaks_the_tagger_is_rejected_alone():
    results = enrich(
        article(1).to_bytes(), article(2, body=POISON).to_bytes(), article(3).to_bytes()
    )
    assert reasons(results) == ["enriched", "tagger_failed", "enriched"]


def test_a_single_article_that_breaks_the_tagger_is_rejected():
    assert reasons(enrich(article(2, body=POISON).to_bytes())) == ["tagger_failed"]


def test_the_reason_never_quotes_the_article():
    (result,) = enrich(article(2, body=f"{POISON} secret words").to_bytes())
    assert "secret" not in result.reject.detail
    assert "ValueError" in result.reject.detail


def test_a_tagger_that_fails_on_everything_blames_no_article():
    with pytest.raises(TaggerBrokenError, match="RuntimeError"):
        enrich(article(1).to_bytes(), article(2).to_bytes(), tagging=BrokenTagging())


def test_a_tagger_that_fails_on_all_english_text_blames_no_article():
    class ReadsNoEnglish(Tagging):
        def tag(self, articles):
            if any(each.language == "en" for each in articles):
                raise RuntimeError("no model")
            return super().tag(articles)

    with pytest.raises(TaggerBrokenError, match="RuntimeError"):
        enrich(article(1, language="en").to_bytes(), tagging=ReadsNoEnglish())


def test_the_language_of_an_article_is_told_where_nobody_reads_its_names():
    class ReadsChinese(Tagging):
        def reads_names(self, language):
            return language == "zh"

    values = [article(1, language=each).to_bytes() for each in ("zh", "en-GB")]
    results = enrich(*values, tagging=ReadsChinese())
    assert [each.unread for each in results] == [None, "en-GB"]


def test_want_of_memory_blames_no_article():
    class Hungry(ReadsAll):
        def tag(self, articles):
            raise MemoryError

    with pytest.raises(MemoryError):
        enrich(article(1).to_bytes(), tagging=Hungry())


def test_a_tagger_that_gives_too_few_results_is_not_believed():
    class Forgetful:
        def tag(self, articles):
            return []

    with pytest.raises(TaggerBrokenError):
        tag_articles([article(1)], Forgetful())


def test_a_withdrawn_article_passes_without_tags_and_without_the_tagger():
    tagging = Tagging()
    withdrawn = article(1, status="withdrawn", body="")
    (result,) = enrich(withdrawn.to_bytes(), tagging=tagging)
    tagged = TaggedArticle.from_bytes(result.value)
    assert tagged.article.status == "withdrawn"
    assert tagged.tags == Tags()
    assert tagging.batches == []


def test_a_result_too_large_for_a_message_is_rejected(monkeypatch):
    monkeypatch.setattr(enrichment, "MOST_VALUE_BYTES", 2_000)
    results = enrich(article(1).to_bytes(), article(2, body="桥" * 2_000).to_bytes())
    assert reasons(results) == ["enriched", "too_large"]


def test_a_number_that_json_cannot_carry_on_is_rejected_and_stops_nobody():
    fields = article(1).model_dump(mode="json")
    fields["revision"] = "@"
    raw = orjson.dumps(fields).replace(b'"@"', b"1" * 30)
    assert reasons(enrich(raw, article(2).to_bytes())) == ["invalid", "enriched"]


def test_the_same_article_twice_in_a_batch_gives_two_results():
    raw = article(1).to_bytes()
    assert reasons(enrich(raw, raw)) == ["enriched", "enriched"]
