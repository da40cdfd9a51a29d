"""Lost is what was acknowledged and is nowhere; a duplicate is an article with two documents."""

from __future__ import annotations

from faults.ledger.account import Document, draw_account
from hypothesis import given
from hypothesis import strategies as st

IDS = st.frozensets(st.sampled_from("abcdef"))


def test_an_article_that_is_neither_searchable_nor_a_dead_letter_is_lost():
    acknowledged = {"1": {"a"}, "2": {"b"}, "3": {"c"}}
    account = draw_account(acknowledged, [Document("a", "1")], {"b"})

    assert (account.acknowledged, account.searchable, account.dead_lettered) == (3, 1, 1)
    assert account.lost == ("c",)
    assert not account.is_settled


def test_what_is_there_without_an_acknowledgement_is_no_fault():
    account = draw_account({"1": {"a"}}, [Document("a", "1"), Document("b", "2")], {"x"})

    assert account.is_settled
    assert (account.searchable, account.dead_lettered) == (1, 0)


def test_an_article_with_two_documents_is_a_duplicate_although_their_ids_differ():
    account = draw_account({"1": {"a", "b"}}, [Document("a", "1"), Document("b", "1")], set())

    assert account.duplicates == ("1",)
    assert not account.is_settled


def test_an_article_in_two_indices_behind_the_alias_is_a_duplicate():
    account = draw_account({"1": {"a"}}, [Document("a", "1"), Document("a", "1")], set())

    assert account.duplicates == ("1",)


@given(IDS, IDS, IDS)
def test_lost_is_acknowledged_less_searchable_and_dead_letters(acknowledged, searchable, dead):
    account = draw_account(
        {each: {each} for each in acknowledged}, [Document(each, each) for each in searchable], dead
    )

    assert set(account.lost) == acknowledged - (searchable | dead)
    assert account.duplicates == ()
