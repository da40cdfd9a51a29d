"""Spans go nowhere, and cost nothing, until an endpoint is set."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tidings.configuration.checking import WrongSettingError
from tidings.tracing.context import TraceContext
from tidings.tracing.opening import find_endpoint, open_spans
from tidings.tracing.spans import NO_SPANS

COLLECTOR = "http://127.0.0.1:4318"
IMPORTS = """
import sys
from tidings.tracing.opening import open_spans
open_spans("ingest", {}).close()
loaded = [each for each in sys.modules if each.startswith(("opentelemetry", "requests"))]
assert not loaded, loaded
"""


def test_without_an_endpoint_nothing_of_the_sdk_is_imported():
    done = subprocess.run([sys.executable, "-c", IMPORTS], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("environment", "variable"),
    [
        ({}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, None),
        ({"OTEL_TRACES_SAMPLER": "always_on"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR}, "OTEL_EXPORTER_OTLP_ENDPOINT"),
        (
            {
                "OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR,
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{COLLECTOR}/v1/traces",
            },
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        ),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR, "OTEL_SDK_DISABLED": "TRUE"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR, "OTEL_TRACES_EXPORTER": "none"}, None),
    ],
)
def test_an_endpoint_switches_spans_on_and_two_variables_off(environment, variable):
    assert find_endpoint(environment) == variable
    if variable is None:
        assert open_spans("ingest", environment) is NO_SPANS


@pytest.mark.parametrize(
    "told", ["collector:4318", "collector", "http://", "ftp://collector", "http://u:hunter2@[::1"]
)
def test_an_endpoint_that_is_no_url_is_named_and_not_quoted(told):
    with pytest.raises(WrongSettingError, match="OTEL_EXPORTER_OTLP_ENDPOINT") as raised:
        open_spans("ingest", {"OTEL_EXPORTER_OTLP_ENDPOINT": told})
    assert "hunter2" not in str(raised.value)


def test_where_the_package_is_missing_the_message_says_which_it_comes_with(monkeypatch):
    monkeypatch.setitem(sys.modules, "tidings.tracing.otlp", None)
    with pytest.raises(WrongSettingError, match=r"tidings\[tracing\]"):
        open_spans("ingest", {"OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR})


def test_without_spans_there_is_a_trace_all_the_same_and_links_are_not_looked_at():
    parent = TraceContext("a" * 32, "b" * 16)
    with NO_SPANS.open("x", "server", parent=parent) as span:
        assert span.context == parent

    def never():
        raise AssertionError
        yield

    with NO_SPANS.open("x", "consumer", links=never()) as span:
        assert len(span.context.trace_id) == 32
