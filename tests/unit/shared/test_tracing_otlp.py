"""Spans as a collector gets them: parents, links, and a place in each message's own trace."""

from __future__ import annotations

from contextlib import closing

import pytest
from span_receiver import collect_spans

from tidings.tracing.context import TraceContext
from tidings.tracing.messaging import open_processing
from tidings.tracing.opening import open_spans

FIRST = TraceContext("a" * 32, "1" * 16, is_sampled=True)
SECOND = TraceContext("b" * 32, "2" * 16, is_sampled=True)
UNSAMPLED = TraceContext("c" * 32, "3" * 16)


@pytest.fixture
def collector(monkeypatch):
    for name in ("OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"):
        monkeypatch.delenv(name, raising=False)
    with collect_spans() as opened:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", opened.url)
        yield opened


def start(collector, stage="ingest"):
    return closing(open_spans(stage, {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}))


def test_a_request_is_a_span_in_the_senders_trace_and_what_it_sends_is_below_it(collector):
    with start(collector) as spans, spans.open("POST", "server", parent=FIRST) as request:
        request.rename("POST /v1/articles")
        request.note({"http.response.status_code": 202})
        with spans.open("send articles.raw", "producer", parent=request.context) as sending:
            assert sending.context.trace_id == request.context.trace_id == FIRST.trace_id
    below, above = collector.spans()
    assert (above.name, above.parent_id) == ("POST /v1/articles", FIRST.span_id)
    assert above.attributes["http.response.status_code"] == 202
    assert (below.parent_id, below.span_id) == (above.span_id, sending.context.span_id)
    assert {each.service for each in (below, above)} == {"tidings-ingest"}


def test_without_a_parent_it_begins_a_trace_that_is_sampled(collector):
    with start(collector) as spans, spans.open("POST", "server") as request:
        assert request.context.is_sampled
    (span,) = collector.spans()
    assert (span.trace_id, span.parent_id) == (request.context.trace_id, "")


def test_a_batch_links_to_each_message_once_and_stands_in_the_trace_of_each_too(collector):
    carried = [FIRST, SECOND, FIRST, UNSAMPLED, None]
    with (
        start(collector, "enrich") as spans,
        open_processing(spans, "articles.raw", iter(carried), 5) as batch,
    ):
        pass
    spans = {each.trace_id: each for each in collector.spans()}
    assert spans.keys() == {batch.context.trace_id, FIRST.trace_id, SECOND.trace_id}
    whole = spans.pop(batch.context.trace_id)
    told = {(each.trace_id, each.span_id) for each in (FIRST, SECOND, UNSAMPLED)}
    assert set(whole.links) == told
    assert len(whole.links) == 3
    assert whole.attributes["messaging.batch.message_count"] == 5
    for context, count in ((FIRST, 2), (SECOND, 1)):
        own = spans[context.trace_id]
        assert (own.name, own.parent_id) == ("process articles.raw", context.span_id)
        assert own.links == ((whole.trace_id, whole.span_id),)
        assert own.attributes["messaging.batch.message_count"] == count


def test_a_full_bulk_keeps_all_its_links(collector):
    carried = [TraceContext(f"{n:032x}", f"{n:016x}") for n in range(1, 501)]
    with start(collector) as spans, open_processing(spans, "articles.enriched", carried, 500):
        pass
    (span,) = collector.spans()
    assert len(span.links) == 500


def test_an_error_is_told_by_its_type_and_not_by_its_words(collector):
    with (
        pytest.raises(ValueError, match="CANARY"),
        start(collector) as spans,
        spans.open("POST", "server"),
    ):
        raise ValueError("CANARY")
    (span,) = collector.spans()
    assert span.status == "ValueError"
    assert b"CANARY" not in collector.raw


def test_what_the_sampler_leaves_out_has_an_id_and_is_not_sent(collector, monkeypatch):
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    with start(collector) as spans, spans.open("POST", "server", parent=FIRST) as request:
        assert request.context.trace_id == FIRST.trace_id
        assert not request.context.is_sampled
    assert collector.spans() == []
