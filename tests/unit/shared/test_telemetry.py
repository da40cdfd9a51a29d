"""/metrics, /healthz and /readyz of a stage."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from tidings.liveness import Liveness
from tidings.metrics import HTTP_SECONDS, ITEMS, StageMetrics
from tidings.telemetry import TelemetryServer, build_telemetry_app


class Clock:
    """Monotonic seconds that pass only when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def liveness(clock):
    return Liveness(clock, stuck_after_s=60)


@pytest.fixture
def registry():
    return CollectorRegistry()


def ask(app, path: str) -> tuple[str, str]:
    answered: list[str] = []

    def start_response(status, headers):
        answered.append(status)
        assert dict(headers)["Content-Type"].startswith("text/plain")

    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "QUERY_STRING": ""}
    body = b"".join(app(environ, start_response)).decode()
    return answered[0], body


def test_a_stage_that_is_not_ready_says_what_it_waits_for(registry, liveness):
    app = build_telemetry_app(registry, liveness)
    liveness.waits_for("kafka")
    assert ask(app, "/readyz") == ("503 Service Unavailable", "waiting for kafka\n")
    liveness.is_ready()
    assert ask(app, "/readyz") == ("200 OK", "ok\n")


def test_a_stage_that_waits_is_unready_and_alive(registry, liveness):
    app = build_telemetry_app(registry, liveness)
    liveness.waits_for("elasticsearch")
    assert ask(app, "/healthz")[0] == "200 OK"


def test_a_stage_that_stands_still_is_not_alive(registry, liveness, clock):
    app = build_telemetry_app(registry, liveness)
    liveness.has_backlog(3)
    clock.now = 61.0
    status, body = ask(app, "/healthz")
    assert status == "503 Service Unavailable"
    assert body == "3 messages wait and nothing was finished for 61 s\n"


def test_metrics_are_what_prometheus_parses(registry, liveness):
    StageMetrics("index", registry, version="1").counter(ITEMS, outcome="indexed").inc(4)
    status, body = ask(build_telemetry_app(registry, liveness), "/metrics")
    assert status == "200 OK"
    samples = [each for family in text_string_to_metric_families(body) for each in family.samples]
    counted = {each.value for each in samples if each.name == "tidings_items_total"}
    assert counted == {4.0}


@pytest.mark.parametrize("path", ["/", "/metrics/", "/healthz/../secret", "/articles"])
def test_another_path_is_answered_404_with_the_three_that_exist(registry, liveness, path):
    status, body = ask(build_telemetry_app(registry, liveness), path)
    assert status == "404 Not Found"
    assert "/healthz" in body


def test_the_server_listens_on_the_port_it_names_and_stops(registry, liveness):
    liveness.is_ready()
    with TelemetryServer("127.0.0.1", 0, registry, liveness) as server:
        url = f"http://127.0.0.1:{server.port}"
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}/", timeout=5)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/readyz", timeout=5)


def test_a_port_that_is_taken_is_an_error_and_not_silence(registry, liveness):
    with (
        TelemetryServer("127.0.0.1", 0, registry, liveness) as first,
        pytest.raises(OSError, match="in use"),
    ):
        TelemetryServer("127.0.0.1", first.port, registry, liveness)


def test_whoever_takes_open_metrics_gets_them_with_exemplars(registry, liveness):
    seconds = StageMetrics("ingest", registry, version="1").histogram(HTTP_SECONDS, route="other")
    seconds.observe(0.2, {"trace_id": "a" * 32})
    answered = []
    environ = {
        "PATH_INFO": "/metrics",
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": "",
        "HTTP_ACCEPT": "application/openmetrics-text; version=1.0.0",
    }
    app = build_telemetry_app(registry, liveness)
    body = b"".join(app(environ, lambda _, headers: answered.extend(headers))).decode()
    assert dict(answered)["Content-Type"].startswith("application/openmetrics-text")
    assert f'# {{trace_id="{"a" * 32}"}} 0.2' in body
