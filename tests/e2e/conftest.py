"""The whole stack, started as a user starts it, for every test of this folder."""

from urllib.parse import urlsplit

import pytest
from alert_rules import read_hasty_rules
from prometheus_server import run_prometheus
from stack_fixtures import servers, stack  # noqa: F401 - pytest finds fixtures by these names

from tidings_local.ports import Ports, choose_ports


@pytest.fixture(scope="session")
def metrics_urls(stack):  # noqa: F811
    """Give the address of each stage's metrics, by stage."""
    ports = choose_ports(urlsplit(stack.endpoints.ingest_url).port)
    names = [each for each in Ports.__slots__ if each.endswith("_metrics")]
    return {
        each.removesuffix("_metrics"): f"http://127.0.0.1:{getattr(ports, each)}/metrics"
        for each in names
    }


@pytest.fixture(scope="session")
def prometheus(metrics_urls, tmp_path_factory):
    """Give a Prometheus that scrapes the stack, with the rules a minute of which is a second."""
    folder = tmp_path_factory.mktemp("prometheus")
    targets = [urlsplit(each).netloc for each in metrics_urls.values()]
    with run_prometheus(folder, targets, read_hasty_rules()) as running:
        yield running
