"""The processes of the stack as a table: a new one is a row."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from tidings_local.ports import LOOPBACK, Ports
from tidings_local.readiness import (
    Probe,
    probe_elasticsearch,
    probe_http,
    probe_kafka,
    probe_standstill,
)

# TLS, and who we are: nothing of it is for the embedded servers. An empty one counts as not set.
SECURED: Final = (
    "TIDINGS_KAFKA_SECURITY_PROTOCOL",
    "TIDINGS_KAFKA_SASL_MECHANISM",
    "TIDINGS_KAFKA_SASL_USERNAME",
    "TIDINGS_KAFKA_SASL_PASSWORD",
    "TIDINGS_KAFKA_CA_FILE",
    "TIDINGS_KAFKA_CERT_FILE",
    "TIDINGS_KAFKA_KEY_FILE",
    "TIDINGS_ELASTICSEARCH_API_KEY",
    "TIDINGS_ELASTICSEARCH_USERNAME",
    "TIDINGS_ELASTICSEARCH_PASSWORD",
    "TIDINGS_ELASTICSEARCH_CA_FILE",
    "TIDINGS_ELASTICSEARCH_FINGERPRINT",
)


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """One process: how it is started, when it is ready, what must be ready before it.

    Without ``probe`` it is a task, which is done when it has ended with 0. ``stuck`` returns why it
    stands still, None while it does not. Those with the lowest ``stop_rank`` are stopped first,
    those with the same one together.
    """

    name: str
    command: tuple[str, ...]
    probe: Probe | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    stuck: Probe | None = None
    after: tuple[str, ...] = ()
    stop_rank: int = 0
    url: str | None = None
    metrics_url: str | None = None


def list_endpoints(ports: Ports) -> dict[str, str]:
    """Return the addresses as ``tidings.endpoints`` names them."""
    return {
        "ingest_url": f"http://{LOOPBACK}:{ports.ingest}",
        "desk_url": f"http://{LOOPBACK}:{ports.desk}",
        "elasticsearch_url": f"http://{LOOPBACK}:{ports.elasticsearch}",
        "kafka": f"{LOOPBACK}:{ports.kafka}",
    }


def list_servers(data_dir: Path, cache_dir: Path, ports: Ports) -> tuple[ProcessSpec, ...]:
    """Return Kafka and Elasticsearch, which start side by side and stop last."""
    addresses = list_endpoints(ports)
    environment = {"TIDINGS_CACHE_DIR": str(cache_dir)}
    return (
        ProcessSpec(
            "kafka",
            (
                *(sys.executable, "-m", "tidings_local.kafka_broker"),
                *("--home", str(data_dir / "kafka")),
                *("--port", str(ports.kafka)),
                *("--controller-port", str(ports.kafka_controller)),
            ),
            partial(probe_kafka, addresses["kafka"]),
            environment,
            stop_rank=9,
            url=addresses["kafka"],
        ),
        ProcessSpec(
            "elasticsearch",
            (
                *(sys.executable, "-m", "tidings_local.elasticsearch_node"),
                *("--home", str(data_dir / "elasticsearch")),
                *("--snapshots", str(data_dir / "snapshots")),
                *("--port", str(ports.elasticsearch)),
            ),
            partial(probe_elasticsearch, addresses["elasticsearch_url"]),
            environment,
            stop_rank=9,
            url=addresses["elasticsearch_url"],
        ),
    )


def list_services(
    cache_dir: Path,
    ports: Ports,
    environ: Mapping[str, str] = os.environ,
    data_dir: Path | None = None,
) -> tuple[ProcessSpec, ...]:
    """Return the making of topics and index, the stages in the order an article passes, the desk.

    Watches are kept in ``data_dir``, else in the user's own data folder, unless ``environ`` names
    their file. Ingest asks for keys when ``environ`` names a keys file, else nobody: it listens on
    loopback.
    """
    addresses = list_endpoints(ports)
    shared = {
        **dict.fromkeys(SECURED, ""),
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": addresses["kafka"],
        "TIDINGS_ELASTICSEARCH_URL": addresses["elasticsearch_url"],
        "TIDINGS_LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
    }
    ingest = {"TIDINGS_HTTP_HOST": LOOPBACK, "TIDINGS_HTTP_PORT": str(ports.ingest)}
    if not environ.get("TIDINGS_KEYS_FILE"):
        ingest["TIDINGS_ALLOW_UNAUTHENTICATED"] = "true"
    desk = {"TIDINGS_DESK_HOST": LOOPBACK, "TIDINGS_DESK_PORT": str(ports.desk)}
    watch = {"TIDINGS_DATA_DIR": str(data_dir)} if data_dir else {}
    models = {"TIDINGS_MODELS_DIR": str(cache_dir / "models")}
    return (
        ProcessSpec(
            "provision",
            (find_script("tidings"), "provision", "--reindex"),
            environment=shared,
            after=("kafka", "elasticsearch"),
        ),
        _stage("ingest", shared | ingest, ports.ingest_metrics, 1, addresses["ingest_url"]),
        _stage("enrich", shared | models, ports.enrich_metrics, 2),
        _stage("index", shared, ports.index_metrics, 3),
        _stage("watch", shared | watch, ports.watch_metrics, 3),
        _stage("desk", shared | desk, ports.desk_metrics, 1, addresses["desk_url"]),
    )


def _stage(
    name: str,
    environment: Mapping[str, str],
    metrics_port: int,
    stop_rank: int,
    url: str | None = None,
) -> ProcessSpec:
    metrics = f"http://{LOOPBACK}:{metrics_port}"
    telemetry = {
        "TIDINGS_METRICS_HOST": LOOPBACK,
        "TIDINGS_METRICS_PORT": str(metrics_port),
    }
    return ProcessSpec(
        name,
        (find_script(f"tidings-{name}"),),
        partial(probe_http, f"{metrics}/readyz"),
        {**environment, **telemetry},
        stuck=partial(probe_standstill, f"{metrics}/healthz", f"{metrics}/readyz"),
        after=("provision",),
        stop_rank=stop_rank,
        url=url or f"{metrics}/metrics",
        metrics_url=f"{metrics}/metrics",
    )


def find_script(name: str) -> str:
    """Return the path of a command that was installed beside this Python."""
    return str(Path(sys.executable).with_name(name))
