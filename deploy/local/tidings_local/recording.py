"""Start each server once at set-up, use it a little, and record its ahead-of-time cache.

A server that cannot be recorded starts as it would without a cache, only later.
"""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path

from rich.console import Console

from tidings_local import elasticsearch_node, kafka_broker
from tidings_local.aot_cache import AotCache
from tidings_local.ports import LOOPBACK, Ports
from tidings_local.process_table import ProcessSpec, list_servers
from tidings_local.readiness import request_json
from tidings_local.servers import Server
from tidings_local.supervisor import StartError

FOLDER_PREFIX = "recording-"
# At its end Java writes the file, which takes 13 s for Elasticsearch on two cores; a machine that
# was four times slower would be done in a minute.
WRITE_DEADLINE_S = 120.0
ANALYZER = {"tokenizer": "standard", "filter": ["lowercase", "cjk_bigram"]}
INDEX = {
    "settings": {"number_of_replicas": 0, "analysis": {"analyzer": {"pairs": ANALYZER}}},
    "mappings": {
        "properties": {
            "text": {"type": "text", "analyzer": "pairs"},
            "word": {"type": "keyword"},
            "day": {"type": "date"},
            "place": {"type": "geo_point"},
            "parts": {"type": "nested", "properties": {"word": {"type": "keyword"}}},
        }
    },
}
DOCUMENT = {"text": "潮水上涨", "word": "tide", "day": "2024-05-06", "parts": [{"word": "ebb"}]}
SEARCH = {
    "query": {"bool": {"must": {"match": {"text": "潮水"}}, "filter": {"term": {"word": "tide"}}}},
    "sort": [{"day": "desc"}],
    "aggs": {"words": {"terms": {"field": "word"}}},
    "highlight": {"fields": {"text": {}}},
}


def record_servers(cache_dir: Path, console: Console) -> None:
    """Record the caches that are missing below ``cache_dir``.

    The jars must be there, and nobody else at it: call it with the set-up's lock.
    """
    missing = [each for each in locate_caches(cache_dir) if not each.is_settled]
    if not missing:
        return
    for left_over in cache_dir.glob(f"{FOLDER_PREFIX}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with (
        console.status("Recording quick starts of Kafka and Elasticsearch, half a minute, once"),
        tempfile.TemporaryDirectory(dir=cache_dir, prefix=FOLDER_PREFIX) as folder,
    ):
        specs = {spec.name: spec for spec in list_servers(Path(folder), cache_dir, _free_ports())}
        servers = [(cache, _prepare(specs[cache.name], Path(folder))) for cache in missing]
        try:
            for _, (server, _) in servers:
                server.spawn()
            for cache, (server, recorded) in servers:
                _record(cache, server, recorded, specs[cache.name], console)
        finally:
            for _, (server, _) in servers:
                server.kill()


def locate_caches(cache_dir: Path) -> tuple[AotCache, ...]:
    """Return the cache of each server."""
    return (kafka_broker.locate_cache(cache_dir), elasticsearch_node.locate_cache(cache_dir))


def _prepare(spec: ProcessSpec, folder: Path) -> tuple[Server, Path]:
    recorded = folder / f"{spec.name}.aot"
    command = (*spec.command, "--record", str(recorded))
    return Server(replace(spec, command=command), folder / f"{spec.name}.log"), recorded


def _record(
    cache: AotCache, server: Server, recorded: Path, spec: ProcessSpec, console: Console
) -> None:
    try:
        server.await_ready()
        if spec.name == "elasticsearch" and spec.url:
            use_elasticsearch(spec.url)
        if not server.stop(WRITE_DEADLINE_S):
            raise TimeoutError(f"nothing was recorded within {WRITE_DEADLINE_S:.0f} s")
        cache.keep(recorded)
    except (StartError, OSError, HTTPException, ValueError) as error:
        cache.give_up()
        reason = str(error).partition("\n")[0]
        console.print(f"{spec.name} will start a little slower: {reason}", markup=False)


def use_elasticsearch(url: str) -> None:
    """Index a document and search it; without it the first index takes half a second longer.

    Raises OSError or ValueError when the node does not do it.
    """
    request_json("PUT", f"{url}/recording", json.dumps(INDEX))
    lines = (json.dumps({"index": {"_id": "1"}}), json.dumps(DOCUMENT), "")
    request_json("POST", f"{url}/recording/_bulk?refresh=true", "\n".join(lines))
    request_json("POST", f"{url}/recording/_search", json.dumps(SEARCH))


def _free_ports() -> Ports:
    sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(3)]
    kafka, controller, elasticsearch = (each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    return Ports(kafka=kafka, kafka_controller=controller, elasticsearch=elasticsearch)
