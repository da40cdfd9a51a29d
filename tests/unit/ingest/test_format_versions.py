"""A numbered version is never an older revision than the version before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.identity import derive_revision
from tidings_ingest.formats.versions import MOST_VERSIONS, order_version
from tidings_ingest.reading import read_body

FIRST = datetime(2031, 5, 4, 8, tzinfo=UTC)
RECEIVED = FIRST + timedelta(days=300)
seconds = st.integers(0, 86_400).map(lambda each: FIRST + timedelta(seconds=each))


def revise(version, changed_at, first_at=FIRST):
    return derive_revision(order_version(str(version), changed_at, first_at), RECEIVED)


@given(st.lists(st.tuples(seconds, st.integers(1, MOST_VERSIONS)), min_size=2, max_size=9))
def test_a_later_time_is_a_later_revision_and_at_one_time_a_later_version_is(versions):
    in_order = sorted(set(versions))
    revisions = [revise(version, changed) for changed, version in in_order]

    assert revisions == sorted(set(revisions))


@given(st.lists(st.integers(1, MOST_VERSIONS), unique=True, min_size=2, max_size=9))
def test_versions_without_a_time_count_from_the_first_publication(versions):
    assert [revise(each, None) for each in sorted(versions)] == sorted(
        revise(each, None) for each in versions
    )
    assert len({revise(each, None) for each in versions}) == len(versions)


@pytest.mark.parametrize("version", ["", "draft", "2.1", "-1", "1e3", "9" * 5_000, "٣"])
def test_a_version_that_is_no_number_says_nothing(version):
    assert order_version(version, FIRST, None) == FIRST
    assert order_version(version, None, FIRST) is None


def test_a_time_with_a_fraction_is_exact_and_stays():
    exact = FIRST + timedelta(milliseconds=250)

    assert order_version("7", exact, FIRST) == exact


def test_versions_beyond_a_thousand_share_the_last_place_of_their_second():
    assert revise(5_000, FIRST) == revise(MOST_VERSIONS, FIRST) < revise(1, FIRST + timedelta(0, 1))


def test_without_any_time_the_receipt_decides():
    assert order_version("7", None, None) is None


def read_ninjs(**fields):
    body = json.dumps({"uri": "urn:a:1", "headline": "临江大桥通车", **fields})
    return read_body(body.encode(), "application/json").drafts[0]


def read_newsml(version, meta):
    body = (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a:1" version="{version}">'
        f"<itemMeta>{meta}</itemMeta><contentMeta><headline>a</headline></contentMeta></newsItem>"
    )
    return read_body(body.encode(), None).drafts[0]


def read_nitf(version, norm):
    body = (
        f'<nitf><head><docdata><du-key version="{version}"/><date.issue norm="{norm}"/></docdata>'
        "</head><body><body.head><hedline><hl1>a</hl1></hedline></body.head></body></nitf>"
    )
    return read_body(body.encode(), None).drafts[0]


def test_each_agency_format_orders_its_versions():
    same = {"versioncreated": "2031-05-04T08:00:00Z"}
    pairs = [
        (read_ninjs(version="2", **same), read_ninjs(version="10", **same)),
        (
            read_ninjs(version=2, firstcreated="2031-05-04T08:00:00Z"),
            read_ninjs(version=3, firstcreated="2031-05-04T08:00:00Z"),
        ),
        *(
            (read_newsml(2, meta), read_newsml(10, meta))
            for name in ("versionCreated", "firstCreated")
            for meta in (f"<{name}>2031-05-04T08:00:00Z</{name}>",)
        ),
        (read_nitf(2, "20310504T080000Z"), read_nitf(10, "20310504T080000Z")),
    ]
    for earlier, later in pairs:
        assert FIRST < earlier.modified_at < later.modified_at < FIRST + timedelta(seconds=1)
        assert earlier.published_at == later.published_at == FIRST


def test_a_version_alone_leaves_the_order_to_the_receipt():
    assert read_ninjs(version="3").modified_at is None
