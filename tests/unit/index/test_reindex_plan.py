"""What there is decides what a reindex does: begin, go on, or say why it cannot."""

from __future__ import annotations

import pytest

from tidings.dlq.ports import Stretch
from tidings_index.reindex.build import Build, choose_offsets, read_build, write_build
from tidings_index.reindex.landscape import FoundIndex, ReindexError, survey
from tidings_index.reindex.plan import choose_filling, find_shadow, find_unfinished

LIVE, NEXT = "news-v6-000002", "news-v7-000003"
BUILD = Build(source=LIVE, filling="index", topic="t", offsets={0: 5, 1: 7})


def found(name=LIVE, *, version=7, build=None, **flags):
    meta = {"schema_version": version}
    return FoundIndex(name, meta if build is None else write_build(meta, build), **flags)


def there(build=BUILD, *, version=7, live_version=6):
    return survey(
        "news",
        [
            found("news-v5-000001", version=5),
            found(is_live=True, version=live_version),
            found(NEXT, version=version, build=build, is_next=True),
        ],
    )


def test_old_indices_are_those_with_a_lower_number_than_the_live_one():
    indices = [
        found("news-v5-000001"),
        found(is_live=True),
        found(NEXT, is_next=True),
        found("news-v7-000004"),
        found("news-v7-backup"),
    ]
    landscape = survey("news", indices)
    assert [each.name for each in landscape.old] == ["news-v5-000001"]
    assert landscape.name_next(8) == "news-v8-000005"


def test_nothing_is_old_beside_an_index_of_another_name():
    landscape = survey("news", [found("news-v5-000001"), found("mine", is_live=True)])
    assert landscape.old == ()
    assert landscape.name_next(7) == "news-v7-000002"


def test_an_index_of_a_longer_alias_has_no_number_here():
    landscape = survey("news", [found(is_live=True), found("news-v2-v6-000009")])
    assert landscape.name_next(7) == "news-v7-000003"


@pytest.mark.parametrize(
    ("indices", "words"),
    [
        ([found()], "no index news; `tidings provision`"),
        ([found(is_live=True), found("b", is_live=True)], "news stands for several indices"),
        (
            [found(is_live=True), found("b", is_next=True), found("c", is_next=True)],
            "news-next stands for several indices: b, c",
        ),
    ],
)
def test_an_alias_that_stands_for_none_or_several_is_refused(indices, words):
    with pytest.raises(ReindexError, match=words):
        survey("news", indices)


def test_without_a_new_index_there_is_nothing_to_go_on_with():
    assert find_unfinished(survey("news", [found(is_live=True)]), None, 7) is None


@pytest.mark.parametrize("filling", [None, "index"])
def test_what_was_begun_goes_on(filling):
    assert find_unfinished(there(), filling, 7) == (there().next, BUILD)


@pytest.mark.parametrize(
    ("landscape", "filling", "words"),
    [
        (there(), "topic", "was begun from the index: go on with that"),
        (there(BUILD.changed(source="gone")), None, "was begun for gone"),
        (there(version=6), None, "has schema version 6, this version of Tidings writes 7"),
        (there(live_version=8), None, "start a newer version"),
        (there(build=None), None, "does not say how far it is"),
        (there(BUILD.changed(filling="index and tagger")), None, "is a shadow index"),
        (there(BUILD.changed(is_tagged=True)), "index", "is complete"),
    ],
)
def test_what_is_not_what_was_asked_for_is_refused_and_named(landscape, filling, words):
    with pytest.raises(ReindexError, match=words):
        find_unfinished(landscape, filling, 7)


def test_only_a_complete_shadow_is_adopted():
    shadow = BUILD.changed(filling="index and tagger", is_tagged=True)
    assert find_shadow(there(shadow), 7) == (there(shadow).next, shadow)
    with pytest.raises(ReindexError, match="`tidings retag --shadow` goes on"):
        find_shadow(there(shadow.changed(is_tagged=False)), 7)
    with pytest.raises(ReindexError, match="`tidings reindex` goes on"):
        find_shadow(there(), 7)
    with pytest.raises(ReindexError, match="no shadow index"):
        find_shadow(survey("news", [found(is_live=True)]), 7)


@pytest.mark.parametrize(
    ("from_topic", "from_index", "filling"),
    [
        (False, False, None),
        (True, False, "topic"),
        (False, True, "index"),
        (True, True, "index and topic"),
    ],
)
def test_the_options_say_how_it_is_filled(from_topic, from_index, filling):
    assert choose_filling(from_topic=from_topic, from_index=from_index) == filling


HELD = [Stretch("t", 0, 3, 9), Stretch("t", 1, 0, 4), Stretch("t", 2, 6, 6)]


@pytest.mark.parametrize(
    ("filling", "offsets"),
    [
        ("index", {0: 8, 1: 0, 2: 6}),
        ("index and tagger", {0: 8, 1: 0, 2: 6}),
        ("topic", {0: 3, 1: 0, 2: 6}),
        ("index and topic", {0: 3, 1: 0, 2: 6}),
    ],
)
def test_a_copy_reads_on_from_what_the_stage_had_committed_and_else_all_is_read(filling, offsets):
    assert choose_offsets(filling, HELD, {0: 8, 1: None, 2: 5}) == offsets


def test_a_build_is_read_back_as_it_was_written_beside_what_else_is_there():
    build = BUILD.changed(copied=3, copied_to="ab", is_blocking=True)
    meta = write_build({"schema_version": 7}, build)
    assert meta["schema_version"] == 7
    assert read_build(meta) == build


@pytest.mark.parametrize("meta", [{}, {"build": {}}, {"build": "x"}, {"build": {"source": 1}}])
def test_what_is_no_build_is_none(meta):
    assert read_build(meta) is None


def test_what_is_being_restored_is_gone_on_with_by_a_restore_alone():
    landscape = there(BUILD.changed(filling="snapshot", snapshot="news-1"))
    for filling in (None, "index", "topic", "index and tagger"):
        with pytest.raises(ReindexError, match="is being restored: `tidings restore` goes on"):
            find_unfinished(landscape, filling, 7)
    assert find_unfinished(landscape, "snapshot", 7)[1].snapshot == "news-1"
    with pytest.raises(ReindexError, match="was begun from the index"):
        find_unfinished(there(), "snapshot", 7)
