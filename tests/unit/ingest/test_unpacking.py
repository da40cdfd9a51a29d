"""Packed bodies are unpacked to what was packed, never to more than the limit."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from contextlib import suppress

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.reading import UnreadableError
from tidings_ingest.unpacking import MOST_MEMBERS, UNPACKERS, unpack

MOST = 1024 * 1024


def deflate_bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": deflate_bare,
    "zstd": zstandard.compress,
}


def refuse(body: bytes, encoding: str, most: int = MOST) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        unpack(body, encoding, most)
    return refused.value


@pytest.mark.parametrize("encoding", PACKERS)
@settings(deadline=None)
@given(
    body=st.binary(max_size=300) | st.binary(min_size=1, max_size=9).map(lambda one: one * 20_000)
)
def test_what_was_packed_comes_out(encoding, body):
    assert unpack(PACKERS[encoding](body), encoding, MOST) == body


def test_two_encodings_are_undone_from_the_last_to_the_first():
    body = zstandard.compress(gzip.compress(b"a"))

    assert unpack(body, "gzip, ZSTD", MOST) == b"a"


@pytest.mark.parametrize("encoding", ["", "identity", " , identity"])
def test_a_body_that_is_not_packed_stays_as_it_is(encoding):
    assert unpack(b"a", encoding, MOST) == b"a"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_members_one_after_the_other_are_one_body(encoding):
    assert unpack(PACKERS[encoding](b"a") + PACKERS[encoding](b"b"), encoding, MOST) == b"ab"


@pytest.mark.parametrize(
    ("encoding", "status"),
    [("br", 415), ("gzip, br", 415), ("gzip, gzip, gzip", 415), ("x" * 9_000, 415)],
)
def test_an_unknown_encoding_or_too_many_are_refused_with_those_that_are_taken(encoding, status):
    refused = refuse(gzip.compress(b"a"), encoding)

    assert (refused.status, refused.problem.where) == (status, "Content-Encoding")
    assert len(refused.problem.detail) < 200


@pytest.mark.parametrize("encoding", PACKERS)
@pytest.mark.parametrize("harm", ["cut", "other", "more"])
def test_a_damaged_body_is_refused(encoding, harm):
    packed = PACKERS[encoding](b"some words that are packed, and some more of them")
    harmed = {"cut": packed[:-3], "other": b"plain text of an article", "more": packed + b"xyz"}

    assert refuse(harmed[harm], encoding).status == 400


@pytest.mark.parametrize("encoding", PACKERS)
def test_the_limit_is_exact(encoding):
    packed = PACKERS[encoding](bytes(MOST))

    assert len(unpack(packed, encoding, MOST)) == MOST
    assert refuse(packed, encoding, MOST - 1).status == 413


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_bomb_costs_little_time_and_memory(encoding):
    bomb = PACKERS[encoding](bytes(64 * MOST))
    started = time.process_time()
    tracemalloc.start()
    refused = refuse(bomb, encoding)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refused.status == 413
    # The limit twice, and what zstd gives in one step.
    assert peak < 12 * MOST
    assert time.process_time() - started < 2


def test_a_bomb_in_a_bomb_is_found_at_the_first():
    assert refuse(gzip.compress(gzip.compress(bytes(64 * MOST))), "gzip, gzip").status == 413


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_countless_empty_members_are_refused(encoding):
    assert refuse(PACKERS[encoding](b"") * (MOST_MEMBERS + 1), encoding).status == 400


def test_a_window_that_would_cost_its_memory_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compressobj()

    assert refuse(packed.compress(b"a" * 100) + packed.flush(), "zstd").status == 400


@settings(deadline=None)
@given(st.binary(max_size=100), st.sampled_from(sorted(UNPACKERS)))
def test_no_bytes_end_in_another_error(body, encoding):
    with suppress(UnreadableError):
        unpack(body, encoding, MOST)
