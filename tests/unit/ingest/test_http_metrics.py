"""Requests to ingest are counted and timed by route, whatever path was asked for."""

from __future__ import annotations

import pytest

ARTICLE = '{"headline": "桥", "body": "渡口镇的桥修好了。"}'


def find_counted(ingest):
    families = {each.name: each for each in ingest.registry.collect()}
    return {
        (each.labels["route"], each.labels["status"]): each.value
        for each in families["tidings_http_requests"].samples
        if each.name.endswith("_total")
    }


def count_timed(ingest, route):
    return ingest.count("tidings_http_request_seconds_count", route=route)


async def test_a_push_is_counted_under_its_route_although_it_goes_past_the_framework(ingest):
    assert (await ingest.push(ARTICLE)).status_code == 202
    assert find_counted(ingest) == {("/v1/articles", "202"): 1}
    assert count_timed(ingest, "/v1/articles") == 1


@pytest.mark.parametrize("path", ["/v1/nothing", "/nowhere/17?key=tk_x", "/v1/articles/"])
async def test_a_path_that_is_no_route_is_never_a_label(ingest, path):
    await ingest.client.get(path)
    assert find_counted(ingest) == {("other", "404"): 1}
    assert count_timed(ingest, "other") == 1


async def test_a_refusal_is_counted_with_its_status(ingest):
    await ingest.push("x", "audio/ogg")
    assert find_counted(ingest) == {("/v1/articles", "415"): 1}


async def test_a_method_that_a_route_does_not_take_is_counted_under_the_route(ingest):
    await ingest.client.put("/v1/articles", content="x")
    assert find_counted(ingest) == {("/v1/articles", "405"): 1}
