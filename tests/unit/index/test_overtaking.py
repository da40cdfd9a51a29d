"""Of two texts under one id and revision the later wins, whichever is written first."""

from __future__ import annotations

from dataclasses import replace

from index_parts import fake_elasticsearch, make_document

from tidings.outcome import Ok, Reject, Retry
from tidings_index.bulk import BulkWriter
from tidings_index.overtaking import settle_overtaken

OK, BUSY = Ok("indexed"), Retry("busy")
ONE, OTHER = make_document(1), make_document(2)
NEWER = replace(ONE, revision=ONE.revision + 1)


def test_what_a_later_one_has_overtaken_is_stale():
    assert settle_overtaken([ONE, OTHER, ONE], [BUSY, BUSY, OK]) == [Ok("stale"), BUSY, OK]
    assert settle_overtaken([ONE, NEWER], [BUSY, Ok("stale")]) == [Ok("stale"), Ok("stale")]


def test_what_comes_later_or_is_newer_is_tried_again():
    assert settle_overtaken([ONE, ONE], [OK, BUSY]) == [OK, BUSY]
    assert settle_overtaken([NEWER, ONE], [BUSY, OK]) == [BUSY, OK]
    assert settle_overtaken([ONE, ONE], [BUSY, BUSY]) == [BUSY, BUSY]
    assert settle_overtaken([ONE, ONE], [BUSY, Reject("mapping", "")])[0] == BUSY


def test_the_earlier_text_is_not_written_after_the_later_one():
    answers = iter(({"status": 429}, {"status": 201}))

    def answer(request):
        return 200, {"items": [{"index": next(answers)}]}

    writer = BulkWriter(fake_elasticsearch(answer), "articles", max_items=1, max_bytes=10**6)
    assert writer.write([ONE, ONE]) == [Ok("stale"), OK]
