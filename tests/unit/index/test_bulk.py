"""A bulk request gives each document one outcome, in order, whatever is answered."""

from __future__ import annotations

import pytest
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout
from hypothesis import given
from hypothesis import strategies as st
from index_parts import fake_elasticsearch, make_document

from tidings.outcome import Ok, Reject, Retry, Stop
from tidings_index.bulk import BulkWriter, cut_chunks

INDEXED = Ok("indexed")


class Server:
    """Answers bulks; items by ``item``, requests over ``most_bytes`` with 413."""

    def __init__(self, item=lambda _id: {"status": 201}, most_bytes=10**9):
        self.requests = []
        self._item = item
        self._most_bytes = most_bytes

    def __call__(self, request):
        ids = [line["index"]["_id"] for line in request.lines()[::2]]
        self.requests.append(request)
        if len(request.body) > self._most_bytes:
            return 413, {}
        return 200, {"items": [{"index": self._item(each)} for each in ids]}

    def sizes(self):
        return [len(each.lines()) // 2 for each in self.requests]


def write(server, documents, max_items=500, max_bytes=5_000_000):
    return BulkWriter(fake_elasticsearch(server), "articles", max_items, max_bytes).write(documents)


def documents_of(count):
    return [make_document(number) for number in range(1, count + 1)]


def test_each_document_is_written_under_its_id_with_its_revision():
    server = Server()
    assert write(server, documents_of(2)) == [INDEXED, INDEXED]
    action, source, *_ = server.requests[0].lines()
    assert action["index"] == {
        "_index": "articles",
        "_id": f"{1:032x}",
        "version": 1,
        "version_type": "external_gte",
    }
    assert source["id"] == f"{1:032x}"
    # Without it a missing alias would become an index with a guessed mapping.
    assert "require_alias=true" in server.requests[0].target


def test_each_item_gets_the_outcome_of_its_own_answer():
    answers = {
        1: {"status": 201},
        2: {"status": 409, "error": {"type": "version_conflict_engine_exception"}},
        3: {"status": 429, "error": {"type": "es_rejected_execution_exception"}},
        4: {
            "status": 400,
            "error": {
                "type": "document_parsing_exception",
                "reason": "failed",
                "caused_by": {"reason": "no date"},
            },
        },
    }
    outcomes = write(Server(lambda found: answers[int(found, 16)]), documents_of(4))
    assert outcomes == [
        INDEXED,
        Ok("stale"),
        Retry("busy"),
        Reject("mapping", "document_parsing_exception: failed (no date)"),
    ]


def test_documents_go_out_in_chunks_of_so_many():
    server = Server()
    assert write(server, documents_of(5), max_items=2) == [INDEXED] * 5
    assert server.sizes() == [2, 2, 1]


def test_a_request_too_large_is_halved_until_it_passes():
    each = len(make_document(1).body)
    server = Server(most_bytes=int(2.9 * each))
    assert write(server, documents_of(8)) == [INDEXED] * 8
    assert server.sizes() == [8, 4, 2, 2, 4, 2, 2]


def test_one_document_too_large_is_rejected_alone_and_its_neighbours_are_written():
    documents = documents_of(5)
    documents[2] = make_document(3, body="桥" * 20_000)
    outcomes = write(Server(most_bytes=20_000), documents)
    assert [isinstance(each, Ok) for each in outcomes] == [True, True, False, True, True]
    assert isinstance(outcomes[2], Reject)
    assert outcomes[2].reason == "too_large"


def test_an_item_answered_413_alone_is_rejected_as_too_large():
    (outcome,) = write(Server(lambda _: {"status": 413}), documents_of(1))
    assert isinstance(outcome, Reject)
    assert outcome.reason == "too_large"


@pytest.mark.parametrize("error", [NoConnection("refused"), ConnectionTimeout("slow")])
def test_a_server_that_is_away_means_to_try_all_again(error):
    def answer(request):
        raise error

    assert write(answer, documents_of(2)) == [Retry("unreachable")] * 2


def test_the_client_itself_tries_nothing_again():
    tried = []

    def answer(request):
        tried.append(request)
        return 503, {}

    assert write(answer, documents_of(1)) == [Retry("busy")]
    assert len(tried) == 1


def test_fewer_answers_than_documents_stop_the_stage():
    def answer(request):
        return 200, {"items": [{"index": {"status": 201}}]}

    outcomes = write(answer, documents_of(2))
    assert [type(each) for each in outcomes] == [Stop, Stop]


def test_a_chunk_that_fails_leaves_the_others_alone():
    def answer(request):
        ids = [line["index"]["_id"] for line in request.lines()[::2]]
        if f"{1:032x}" in ids:
            return 503, {}
        return 200, {"items": [{"index": {"status": 201}} for _ in ids]}

    assert write(answer, documents_of(2), max_items=1) == [Retry("busy"), INDEXED]


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(1, 6), st.integers(1, 100))
def test_chunks_keep_order_and_limits_and_leave_nothing_out(sizes, max_items, max_bytes):
    class Sized:
        def __init__(self, size):
            self.body = b"x" * size

    documents = [Sized(size) for size in sizes]
    chunks = list(cut_chunks(documents, max_items, max_bytes))
    assert [each for chunk in chunks for each in chunk] == documents
    for chunk in chunks:
        assert 1 <= len(chunk) <= max_items
        assert len(chunk) == 1 or sum(len(each.body) for each in chunk) <= max_bytes
