"""What the facts about Elasticsearch mean: version, indices, blocks, disk. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tidings.doctor.finding import Finding, Severity

OLDEST: Final = (9, 0)
PROVISION: Final = "tidings provision"
HEALTH: Final[Mapping[str, Severity]] = {"green": "ok", "yellow": "warning"}
# By the free space that it asks for, the worst first: what happens below it.
WATERMARKS: Final[tuple[tuple[str, Severity, str], ...]] = (
    ("flood_stage", "error", "indices are made read-only"),
    ("high", "error", "shards are moved away"),
    ("low", "warning", "no new shards are put there"),
)
# As Elasticsearch's own check at its start has it.
MOST_MAPS: Final = 1_048_576
_SIZES: Final = {"b": 1, "kb": 1024, "mb": 1024**2, "gb": 1024**3, "tb": 1024**4}


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """The index behind an alias: its name, schema version, and blocks by their names."""

    name: str
    schema_version: int
    blocks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """The file system of a node, in bytes."""

    node: str
    total: int
    available: int


def judge_version(number: str) -> Finding:
    """Return what the version says; ``number`` such as 9.5.3."""
    version = tuple(int(each) for each in re.findall(r"\d+", number)[:2])
    is_old = version < OLDEST
    return Finding(
        "elasticsearch version",
        "error" if is_old else "ok",
        number,
        f"{'.'.join(map(str, OLDEST))} or newer",
        "run a newer Elasticsearch: docs/reindex.md" if is_old else "",
    )


def judge_health(status: str) -> Finding:
    """Return what the health of the cluster says."""
    severity = HEALTH.get(status, "error")
    advice = {
        "yellow": "start another node, or set TIDINGS_ELASTICSEARCH_REPLICAS=0 on one alone",
        "red": "GET /_cluster/allocation/explain says which shard is missing, and why",
    }
    return Finding("elasticsearch health", severity, status, "green", advice.get(status, ""))


def judge_index(alias: str, found: Iterable[IndexFacts], wanted: int) -> Iterable[Finding]:
    """Give what stands behind ``alias``, where this version writes schema ``wanted``."""
    indices = list(found)
    check = f"alias {alias}"
    if not indices:
        yield Finding(check, "error", "is not there", f"an index of schema {wanted}", PROVISION)
        return
    if len(indices) > 1:
        names = ", ".join(each.name for each in indices)
        yield Finding(check, "error", f"{names} behind it", "one index", "tidings reindex")
    for each in indices:
        is_right = each.schema_version == wanted
        older = each.schema_version < wanted
        advice = f"{PROVISION}, or tidings reindex where it says so" if older else "start a newer"
        yield Finding(
            check,
            "ok" if is_right else "error",
            f"{each.name}, schema {each.schema_version}",
            f"schema {wanted}",
            "" if is_right else advice,
        )
        yield from _judge_blocks(each)


def judge_disk(disk: DiskFacts, watermarks: Mapping[str, str]) -> Finding:
    """Return what the free space of a node says beside ``low``, ``high`` and ``flood_stage``."""
    check = f"disk of node {disk.node}"
    seen = f"{disk.available / 1e9:.1f} GB free of {disk.total / 1e9:.1f} GB"
    advice = "make room on it, or add a node; then the block goes by itself"
    for name, severity, means in WATERMARKS:
        needed = read_watermark(watermarks.get(name, ""), disk.total)
        if needed is not None and disk.available < needed:
            expected = f"more than {needed / 1e9:.1f} GB free, below which {means}"
            return Finding(check, severity, seen, expected, advice)
    return Finding(check, "ok", seen)


def read_watermark(value: str, total: int) -> float | None:
    """Return the free bytes that a watermark asks for: 90% used, a ratio, or 200mb free."""
    if match := re.fullmatch(r"([\d.]+)%", value):
        return total * (1 - float(match[1]) / 100)
    if match := re.fullmatch(r"([\d.]+)([kmgt]?b)", value.lower()):
        return float(match[1]) * _SIZES[match[2]]
    if re.fullmatch(r"0?\.\d+", value):
        return total * (1 - float(value))
    return None


def judge_maps(count: int | None, is_embedded: bool) -> Finding:
    """Return what ``vm.max_map_count`` of this machine says; None where it has no such thing."""
    check = "vm.max_map_count"
    if count is None:
        return Finding(check, "ok", "this system has none")
    if is_embedded or count >= MOST_MAPS:
        seen = f"{count}, and the embedded node asks for none" if is_embedded else str(count)
        return Finding(check, "ok", seen)
    return Finding(
        check,
        "warning",
        str(count),
        f"{MOST_MAPS} or more where Elasticsearch runs in a container of this machine",
        f"sysctl -w vm.max_map_count={MOST_MAPS}",
    )


def _judge_blocks(index: IndexFacts) -> Iterable[Finding]:
    for name, value in index.blocks.items():
        if value == "true":
            yield Finding(
                f"index {index.name}",
                "error",
                f"index.blocks.{name} is set",
                "no block",
                f"make room if the disk is full; else PUT /{index.name}/_settings "
                f'{{"index.blocks.{name}": null}}',
            )
