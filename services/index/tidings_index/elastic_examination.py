"""Ask Elasticsearch for the facts of ``tidings doctor``; nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import httpx

from tidings.doctor.clock_skew import judge_skew
from tidings.doctor.finding import Finding, Place, note_unchecked
from tidings.push_session import open_index_client
from tidings.settings import ElasticsearchSettings
from tidings_index.elastic_checks import (
    DiskFacts,
    IndexFacts,
    judge_disk,
    judge_health,
    judge_index,
    judge_maps,
    judge_version,
)
from tidings_index.history.provisioning import SCHEMA_FILE, name_history_alias
from tidings_index.provisioning import ARTICLES, read_schema_file, read_version

ANSWER_WITHIN_S: Final = 5.0
MAPS: Final = Path("/proc/sys/vm/max_map_count")


def examine_elasticsearch(place: Place) -> Iterable[Finding]:
    """Give what Elasticsearch, its indices and its disk are like."""
    yield judge_maps(_read_maps(), is_embedded=place.runs)
    if place.endpoints is None:
        yield note_unchecked("elasticsearch", "no stack runs here", "tidings up")
        return
    settings = ElasticsearchSettings(url=place.endpoints.elasticsearch_url)
    with open_index_client(settings) as client:
        client.timeout = httpx.Timeout(ANSWER_WITHIN_S)
        try:
            yield judge_version(str(_ask(client, "/")["version"]["number"]))
            yield from _examine_indices(client, settings.alias)
            yield from _examine_nodes(client)
        except httpx.HTTPStatusError as error:
            seen = f"HTTP {error.response.status_code} for {error.request.url.path}"
            advice = (
                "set TIDINGS_ELASTICSEARCH_API_KEY, or username and password; its log says more"
            )
            yield Finding("elasticsearch", "error", seen, "answers", advice)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            advice = (
                "tidings status" if place.runs else "start it, or set TIDINGS_ELASTICSEARCH_URL"
            )
            words = " ".join(str(error).split()) or type(error).__name__
            yield Finding("elasticsearch", "error", words, f"answers on {settings.url}", advice)


def _examine_indices(client: httpx.Client, alias: str) -> Iterable[Finding]:
    yield judge_health(str(_ask(client, "/_cluster/health")["status"]))
    for name, schema in ((alias, ARTICLES), (name_history_alias(alias), SCHEMA_FILE)):
        wanted = read_version(read_schema_file(schema)["mappings"])
        yield from judge_index(name, _read_indices(client, name), wanted)


def _read_indices(client: httpx.Client, alias: str) -> list[IndexFacts]:
    try:
        mappings = _ask(client, f"/{alias}/_mapping")
        settings = _ask(client, f"/{alias}/_settings")
    except httpx.HTTPStatusError as error:
        if error.response.status_code == 404:
            return []
        raise
    return [
        IndexFacts(
            name,
            read_version(each["mappings"]),
            settings[name]["settings"]["index"].get("blocks", {}),
        )
        for name, each in mappings.items()
    ]


def _examine_nodes(client: httpx.Client) -> Iterable[Finding]:
    before = time.time()
    nodes = _ask(client, "/_nodes/stats/fs")["nodes"]
    ours = (before + time.time()) / 2
    path = "*.cluster.routing.allocation.disk.watermark.*"
    told = _ask(client, f"/_cluster/settings?include_defaults=true&filter_path={path}")
    watermarks: dict[str, str] = {}
    for where in ("defaults", "persistent", "transient"):
        if where in told:
            watermarks |= told[where]["cluster"]["routing"]["allocation"]["disk"]["watermark"]
    for each in nodes.values():
        total = each["fs"]["total"]
        facts = DiskFacts(each["name"], total["total_in_bytes"], total["available_in_bytes"])
        yield judge_disk(facts, watermarks)
        yield judge_skew(f"elasticsearch node {each['name']}", ours, each["timestamp"] / 1000)


def _ask(client: httpx.Client, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(path).raise_for_status().json()
    return answer


def _read_maps() -> int | None:
    try:
        return int(MAPS.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
