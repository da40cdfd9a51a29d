"""What the doctor says of Elasticsearch, by what it was told."""

from __future__ import annotations

import pytest

from tidings_index.elastic_checks import (
    DiskFacts,
    IndexFacts,
    judge_disk,
    judge_health,
    judge_index,
    judge_maps,
    judge_version,
    read_watermark,
)

GB = 10**9
PERCENT = {"low": "85%", "high": "90%", "flood_stage": "95%"}


@pytest.mark.parametrize(
    ("number", "severity"),
    [("8.19.4", "error"), ("9.0.0", "ok"), ("9.5.3", "ok"), ("10.0.0-alpha1", "ok"), ("", "error")],
)
def test_an_old_version_is_an_error(number, severity):
    assert judge_version(number).severity == severity


@pytest.mark.parametrize(
    ("status", "severity"),
    [("green", "ok"), ("yellow", "warning"), ("red", "error"), ("purple", "error")],
)
def test_a_cluster_is_as_well_as_it_says(status, severity):
    assert judge_health(status).severity == severity


@pytest.mark.parametrize(
    ("indices", "severities", "advice"),
    [
        ([], ["error"], "tidings provision"),
        ([IndexFacts("a-v7", 7, {})], ["ok"], ""),
        ([IndexFacts("a-v6", 6, {})], ["error"], "tidings reindex"),
        ([IndexFacts("a-v8", 8, {})], ["error"], "start a newer"),
        (
            [IndexFacts("a", 7, {}), IndexFacts("b", 7, {})],
            ["error", "ok", "ok"],
            "tidings reindex",
        ),
        ([IndexFacts("a", 7, {"write": "true"})], ["ok", "error"], "index.blocks.write"),
        ([IndexFacts("a", 7, {"write": "false"})], ["ok"], ""),
        (
            [IndexFacts("a", 7, {"read_only_allow_delete": "true"})],
            ["ok", "error"],
            "index.blocks.read_only_allow_delete",
        ),
    ],
)
def test_one_index_of_this_schema_without_blocks_is_right(indices, severities, advice):
    found = list(judge_index("articles", indices, 7))
    assert [each.severity for each in found] == severities
    assert advice in " ".join(each.advice for each in found)


@pytest.mark.parametrize(
    ("available", "severity"),
    [(20 * GB, "ok"), (14 * GB, "warning"), (9 * GB, "error"), (4 * GB, "error")],
)
def test_a_disk_is_held_to_the_watermarks(available, severity):
    assert judge_disk(DiskFacts("n", 100 * GB, available), PERCENT).severity == severity


def test_watermarks_that_are_not_known_say_nothing():
    assert judge_disk(DiskFacts("n", 100 * GB, GB), {"low": "?"}).severity == "ok"


@pytest.mark.parametrize(
    ("value", "free"),
    [("90%", 10 * GB), ("0.9", 10 * GB), ("200mb", 200 * 1024**2), ("1.5GB", 1.5 * 1024**3)],
)
def test_a_watermark_is_a_share_or_a_size(value, free):
    assert read_watermark(value, 100 * GB) == pytest.approx(free)


@pytest.mark.parametrize(
    ("count", "embedded", "severity"),
    [
        (65_530, False, "warning"),
        (65_530, True, "ok"),
        (1_048_576, False, "ok"),
        (None, False, "ok"),
    ],
)
def test_the_count_of_maps_matters_to_a_container(count, embedded, severity):
    assert judge_maps(count, is_embedded=embedded).severity == severity
