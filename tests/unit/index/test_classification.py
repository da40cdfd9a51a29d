"""Every class of answer of Elasticsearch, and what becomes of the article."""

from __future__ import annotations

import pytest

from tidings.outcome import Ok, Reject, Retry, Split, Stop
from tidings_index.classification import classify_item, classify_request

NO_WRITE_INDEX = "no write index is defined for alias [articles]"


@pytest.mark.parametrize(
    ("status", "error_type", "detail", "expected"),
    [
        (200, None, "", Ok("indexed")),
        (201, None, "", Ok("indexed")),
        (409, "version_conflict_engine_exception", "", Ok("stale")),
        (429, "es_rejected_execution_exception", "", Retry("busy")),
        (502, None, "", Retry("busy")),
        (503, "unavailable_shards_exception", "", Retry("busy")),
        (504, None, "", Retry("busy")),
        (413, None, "", Split("too_large")),
        (401, "security_exception", "", Retry("blocked")),
        (403, "cluster_block_exception", "", Retry("blocked")),
        (404, "index_not_found_exception", "", Retry("blocked")),
        (400, "index_closed_exception", "", Retry("blocked")),
        (400, "cluster_block_exception", "", Retry("blocked")),
        (400, "illegal_argument_exception", NO_WRITE_INDEX, Retry("blocked")),
    ],
)
def test_an_answer_to_an_item_means(status, error_type, detail, expected):
    assert classify_item(status, error_type, detail) == expected


def test_a_document_that_breaks_the_mapping_is_rejected_with_the_reason():
    outcome = classify_item(400, "strict_dynamic_mapping_exception", "no field [x]")
    assert outcome == Reject("mapping", "strict_dynamic_mapping_exception: no field [x]")


def test_an_article_that_quotes_a_blocking_error_is_rejected_all_the_same():
    outcome = classify_item(400, "document_parsing_exception", f"value: '{NO_WRITE_INDEX}'")
    assert isinstance(outcome, Reject)


@pytest.mark.parametrize("status", [302, 405, 418, 500, 501])
def test_an_unknown_answer_to_an_item_stops_the_stage(status):
    assert isinstance(classify_item(status, "new_exception"), Stop)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, Retry("unreachable")),
        (401, Retry("blocked")),
        (403, Retry("blocked")),
        (404, Retry("blocked")),
        (413, Split("too_large")),
        (429, Retry("busy")),
        (500, Retry("busy")),
        (503, Retry("busy")),
        (599, Retry("busy")),
    ],
)
def test_an_answer_to_a_request_means(status, expected):
    assert classify_request(status, "x") == expected


@pytest.mark.parametrize("status", [200, 302, 400, 406, 409, 415])
def test_a_request_that_is_answered_with_what_is_on_no_list_stops_the_stage(status):
    assert isinstance(classify_request(status, "x"), Stop)


@pytest.mark.parametrize(
    ("error_type", "detail"),
    [
        (None, ""),
        ("mapper_parsing_exception", "cannot read the date"),
        ("cluster_block_exception", "read-only"),
        ("illegal_argument_exception", NO_WRITE_INDEX),
    ],
)
def test_only_success_or_a_newer_revision_is_ever_ok(error_type, detail):
    # Each of them: some at random would mostly miss the one that is wrong.
    statuses = range(100, 600)
    outcomes = {status: classify_item(status, error_type, detail) for status in statuses}
    assert {each for each in statuses if isinstance(outcomes[each], Ok)} == {200, 201, 409}
    requests = [classify_request(status, error_type) for status in statuses]
    assert not [each for each in requests if isinstance(each, Ok | Reject)]
