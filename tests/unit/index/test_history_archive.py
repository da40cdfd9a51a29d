"""No text is lost when another takes its place, and none stays when it is withdrawn."""

from __future__ import annotations

import json

from history_parts import MemoryArticles
from hypothesis import given, settings
from hypothesis import strategies as st
from index_parts import make_document

from tidings.outcome import Ok, Reject, Retry, Stop
from tidings_index.history import archive

ID = f"{1:032x}"
INDEXED = Ok("indexed")


def text_of(revision, article=1):
    return make_document(article, revision=revision, body=f"text {revision}", headline="h")


def withdrawal_of(revision):
    return make_document(1, revision=revision, status="withdrawn", body="")


def write_all(there, *documents):
    for each in documents:
        assert isinstance(there.sink.write([each])[0], Ok)


def bodies(there):
    return {revision: each.get("body") for (_, revision), each in there.kept().items()}


def test_a_new_article_costs_one_question_for_its_bulk_and_no_entry():
    there = MemoryArticles()
    assert there.sink.write([text_of(1, number) for number in range(5)]) == [INDEXED] * 5
    assert there.asked == ["revisions"]
    assert there.history.bulks == []


def test_a_repeat_costs_no_more():
    there = MemoryArticles()
    write_all(there, text_of(1), text_of(1))
    assert there.asked == ["revisions", "revisions"]
    assert there.history.bulks == []


def test_the_text_before_is_kept_with_its_fields_when_a_correction_comes():
    there = MemoryArticles()
    write_all(there, text_of(1), text_of(2))
    (entry,) = there.kept().values()
    assert (entry["id"], entry["revision"], entry["body"]) == (ID, 1, "text 1")
    assert entry["status"] == "published"
    assert "entities" not in entry
    assert there.articles.fields()[ID]["body"] == "text 2"


def test_revisions_of_one_bulk_are_kept_all_but_the_newest():
    there = MemoryArticles()
    there.sink.write([text_of(1), text_of(3), text_of(2)])
    assert bodies(there) == {1: "text 1", 2: "text 2"}


def test_a_revision_that_comes_late_is_kept_too():
    there = MemoryArticles()
    write_all(there, text_of(3), text_of(2))
    assert bodies(there) == {2: "text 2"}
    assert there.articles.fields()[ID]["body"] == "text 3"


def test_a_correction_is_written_only_after_the_text_before_is_acknowledged():
    there = MemoryArticles()
    write_all(there, text_of(1))
    there.history.refuse = lambda document: Retry("blocked")
    new = make_document(2)
    assert there.sink.write([text_of(2), new]) == [Retry("blocked"), INDEXED]
    assert there.articles.fields()[ID]["body"] == "text 1"
    there.history.refuse = lambda document: None
    write_all(there, text_of(2))
    assert bodies(there) == {1: "text 1"}


def test_a_text_that_the_history_refuses_stays_indexed_and_the_correction_is_a_dead_letter():
    there = MemoryArticles()
    write_all(there, text_of(1))
    there.history.refuse = lambda document: Reject("mapping", "no such field")
    (outcome,) = there.sink.write([text_of(2)])
    assert outcome == Reject("mapping", "the text before it cannot be kept: no such field")
    assert there.articles.fields()[ID]["body"] == "text 1"


def test_an_answer_of_the_history_that_is_on_no_list_stops_the_stage():
    there = MemoryArticles()
    write_all(there, text_of(1))
    there.history.refuse = lambda document: Stop("what is this")
    assert there.sink.write([text_of(2)]) == [Stop("what is this")]


def test_while_nothing_is_answered_nothing_is_written():
    there = MemoryArticles()
    there.is_away_at = lambda what: True
    assert there.sink.write([text_of(1), text_of(2)]) == [Retry("unreachable")] * 2
    assert there.articles.bulks == []


def test_a_withdrawal_takes_the_words_of_every_revision_before_it():
    there = MemoryArticles()
    write_all(there, text_of(1), text_of(2), withdrawal_of(3))
    assert set(there.kept()) == {(ID, 1), (ID, 2)}
    for entry in there.kept().values():
        assert entry["emptied_by"] == 3
        assert not {"body", "headline"} & entry.keys()
    everything = json.dumps([there.history.fields(), there.articles.fields()])
    assert "text" not in everything


def test_the_history_is_asked_once_a_bulk_whatever_number_is_withdrawn():
    there = MemoryArticles()
    articles = range(1, 26)
    there.sink.write([text_of(1, number) for number in articles])
    there.asked.clear()
    there.sink.write([make_document(n, revision=3, status="withdrawn", body="") for n in articles])
    assert there.asked.count("kept") == 1
    assert {each.get("body") for each in there.kept().values()} == {None}


def test_words_that_come_after_their_withdrawal_are_not_kept():
    there = MemoryArticles()
    write_all(there, withdrawal_of(3), text_of(1))
    assert bodies(there) == {1: None}


def test_words_from_before_a_withdrawal_stay_away_when_the_article_is_published_again():
    there = MemoryArticles()
    write_all(there, text_of(1), withdrawal_of(3), text_of(5), text_of(2), text_of(1), text_of(4))
    assert bodies(there) == {1: None, 2: None, 3: None, 4: "text 4"}
    assert there.kept()[ID, 3]["status"] == "withdrawn"


def test_a_withdrawal_that_comes_late_takes_the_words_before_it():
    there = MemoryArticles()
    write_all(there, text_of(1), text_of(2), text_of(9), withdrawal_of(5))
    assert bodies(there) == {1: None, 2: None, 5: None}
    assert there.articles.fields()[ID]["body"] == "text 9"


def test_a_text_that_another_worker_writes_late_does_not_fill_an_emptied_entry():
    there = MemoryArticles()
    write_all(there, text_of(1), text_of(2))
    late = [there.history.documents[f"{ID}-1"]]
    write_all(there, withdrawal_of(3))
    version, _ = there.history.documents[f"{ID}-1"]
    assert version > late[0][0]


def test_texts_are_read_a_few_at_a_time():
    there = MemoryArticles()
    there.sink.write([text_of(1, number) for number in range(25)])
    there.asked.clear()
    there.sink.write([text_of(2, number) for number in range(25)])
    assert there.asked == ["revisions", "indexed", "indexed", "indexed"]
    assert [len(each) for each in there.history.bulks] == [25]


def test_long_texts_are_written_before_more_are_read(monkeypatch):
    monkeypatch.setattr(archive, "GOOD_BYTES", 1)
    there = MemoryArticles()
    there.sink.write([text_of(1, number) for number in range(25)])
    there.sink.write([text_of(2, number) for number in range(25)])
    assert [len(each) for each in there.history.bulks] == [10, 10, 5]


def test_what_cannot_be_looked_up_holds_up_only_its_own_articles():
    there = MemoryArticles()
    there.sink.write([text_of(1, number) for number in range(12)])
    turns = iter([False, False, True])
    there.is_away_at = lambda what: next(turns)
    outcomes = there.sink.write([text_of(2, number) for number in range(12)])
    assert outcomes == [INDEXED] * 10 + [Retry("unreachable")] * 2


# Revisions in the order in which they come, twice, in bulks; each write of an index can fail.
DELIVERIES = st.lists(st.integers(1, 6), min_size=1, max_size=12)
WITHDRAWN = st.sets(st.integers(1, 6), max_size=2)


@settings(max_examples=60, deadline=None)
@given(DELIVERIES, WITHDRAWN, st.integers(1, 4), st.lists(st.booleans(), max_size=40))
def test_in_any_order_with_any_failures_every_text_ends_where_it_belongs(
    delivered, withdrawn, size, failures
):
    there = MemoryArticles()
    fails = iter(failures)
    for index in (there.articles, there.history):
        index.refuse = lambda document: Retry("busy") if next(fails, False) else None
    documents = [withdrawal_of(n) if n in withdrawn else text_of(n) for n in delivered]
    for start in range(0, len(documents), size):
        pending = documents[start : start + size]
        while pending:
            outcomes = there.sink.write(pending)
            pending = [
                each
                for each, outcome in zip(pending, outcomes, strict=True)
                if isinstance(outcome, Retry)
            ]
    newest = max(delivered)
    last_withdrawal = max((each for each in delivered if each in withdrawn), default=0)
    assert there.articles.documents[ID][0] == newest
    assert {revision for _, revision in there.kept()} == set(delivered) - {newest}
    for revision, body in bodies(there).items():
        has_words = revision > last_withdrawal and revision not in withdrawn
        assert body == (f"text {revision}" if has_words else None)
