"""Answers of the telemetry server that differ in length, over real HTTP."""

import urllib.error
import urllib.request

from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.telemetry import TelemetryServer


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_long_answer_does_not_spoil_the_length_of_the_next_one():
    liveness = Liveness(lambda: 0.0, stuck_after_s=60)
    liveness.waits_for("something with a long name")
    with TelemetryServer("127.0.0.1", 0, CollectorRegistry(), liveness) as server:
        base = f"http://127.0.0.1:{server.port}"
        assert fetch(f"{base}/readyz") == (503, b"waiting for something with a long name\n")
        assert fetch(f"{base}/healthz") == (200, b"ok\n")
