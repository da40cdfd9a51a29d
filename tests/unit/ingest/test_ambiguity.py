"""A request that can be read in two ways is refused."""

from __future__ import annotations

import pytest

from tidings_ingest.ambiguity import SINGLE, find_ambiguity

HOST = (b"host", b"x")


def find(*headers, version="1.1", query=b""):
    found = find_ambiguity(
        {"type": "http", "http_version": version, "headers": headers, "query_string": query}
    )
    return found and (found[0], found[1].where)


@pytest.mark.parametrize("name", SINGLE)
def test_a_header_that_can_only_be_one_is_refused_when_it_is_there_twice(name):
    headers = [HOST] * (name != "Host") + [(name.lower().encode(), b"a")] * 2

    assert find(*headers[:-1]) is None
    assert find(*headers) == (400, name)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"chunked", None),
        (b" Chunked ", None),
        (b"gzip, chunked", (400, "Transfer-Encoding")),
        (b"identity", (400, "Transfer-Encoding")),
    ],
)
def test_a_body_that_is_packed_for_its_way_is_refused(value, found):
    assert find(HOST, (b"transfer-encoding", value)) == found


def test_chunks_are_refused_in_a_version_that_has_none():
    assert find((b"transfer-encoding", b"chunked"), version="1.0") == (400, "Transfer-Encoding")


@pytest.mark.parametrize("version", ["0.9", "2.0", "9.9"])
def test_only_versions_that_we_speak_are_answered(version):
    assert find(HOST, version=version) == (505, "request line")


def test_a_host_is_wanted_where_the_standard_wants_one():
    assert find() == (400, "Host")
    assert find(version="1.0") is None


@pytest.mark.parametrize("name", [b"source", b"feed"])
def test_a_parameter_that_can_only_be_one_is_refused_when_it_is_there_twice(name):
    assert find(HOST, query=name + b"=a") is None
    assert find(HOST, query=name + b"=a&x=1&" + name + b"=") == (422, name.decode())
    assert find(HOST, query=b"x=1&x=2") is None


async def test_the_refusal_is_a_problem_that_names_the_header(ingest):
    headers = [("Content-Type", "application/json"), ("Content-Type", "text/plain")]

    answer = await ingest.client.post("/v1/articles", content=b"{}", headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == [
        {"where": "Content-Type", "detail": "the header is there twice"}
    ]
