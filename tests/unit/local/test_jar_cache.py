"""Only whole and verified jars are kept, and what was fetched once is not fetched again."""

from __future__ import annotations

import hashlib
import threading

import pytest

from tidings_local.jar_cache import TRIES, FetchError, JarCache
from tidings_local.jar_lock import Jar, JarSet


def make_jar(artifact: str, content: bytes) -> Jar:
    checksum = hashlib.sha256(content).hexdigest()
    return Jar("org.example", artifact, "1.0", len(content), checksum)


class Repository:
    """Gives each jar what it was told to give, one answer after the other, the last for ever."""

    def __init__(self, answers: dict[str, list[bytes | Exception]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def download(self, jar, folder, count_bytes):
        self.asked.append(jar.artifact)
        answers = self.answers[jar.artifact]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        path = folder / jar.path
        assert not path.exists(), "what was left over would be taken for a finished download"
        path.parent.mkdir(parents=True, exist_ok=True)
        half = answer if isinstance(answer, bytes) else b"half"
        with path.open("wb") as file:
            for byte in half:
                file.write(bytes([byte]))
                count_bytes(1)
        if isinstance(answer, Exception):
            raise answer
        return path


class Bytes:
    """Counts what a progress bar would show."""

    def __init__(self) -> None:
        self.sum = 0
        self._lock = threading.Lock()

    def __call__(self, size: int) -> None:
        with self._lock:
            self.sum += size


RIVER, HARBOUR = make_jar("river", b"river water"), make_jar("harbour", b"harbour")
GOOD: dict[str, list[bytes | Exception]] = {"river": [b"river water"], "harbour": [b"harbour"]}


@pytest.fixture
def cache(tmp_path) -> JarCache:
    return JarCache(tmp_path)


@pytest.fixture
def counted() -> Bytes:
    return Bytes()


def kept(cache) -> set[str]:
    return {path.name for path in cache.repository.rglob("*") if path.is_file()}


def test_an_empty_cache_misses_everything_once(cache):
    assert cache.find_missing([RIVER, HARBOUR, RIVER]) == [HARBOUR, RIVER]


def test_what_is_fetched_is_kept_and_no_longer_missing(cache, counted):
    cache.fetch([RIVER, HARBOUR], Repository(GOOD).download, counted)
    assert cache.find_missing([RIVER, HARBOUR]) == []
    assert cache.locate(RIVER).read_bytes() == b"river water"
    assert counted.sum == RIVER.size + HARBOUR.size


@pytest.mark.parametrize("content", [b"", b"river", b"river water and more", b"RIVER WATER"])
def test_a_jar_that_is_not_what_the_lock_says_is_missing(cache, content):
    cache.locate(RIVER).parent.mkdir(parents=True)
    cache.locate(RIVER).write_bytes(content)
    assert cache.find_missing([RIVER]) == [RIVER]


@pytest.mark.parametrize("content", [b"river", b"river water and more", b"RIVER WATER"])
def test_a_wrong_size_or_checksum_is_refused_and_removed(cache, counted, tmp_path, content):
    repository = Repository({"river": [content]})
    with pytest.raises(FetchError) as caught:
        cache.fetch([RIVER], repository.download, counted)
    assert "org.example:river:1.0" in str(caught.value)
    assert f"{len(content)} of {RIVER.size} bytes came, or with a wrong checksum" in str(
        caught.value
    )
    assert "run the same command again" in str(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert counted.sum == 0


@pytest.mark.parametrize("first", [ConnectionResetError("cut off"), b"river", b"RIVER WATER"])
def test_a_broken_download_is_tried_again_and_counted_once(cache, counted, first):
    repository = Repository({"river": [first, b"river water"]})
    cache.fetch([RIVER], repository.download, counted)
    assert repository.asked == ["river", "river"]
    assert counted.sum == RIVER.size
    assert cache.find_missing([RIVER]) == []


def test_a_line_that_is_down_is_given_up_with_the_reason(cache, counted):
    repository = Repository({"river": [OSError("no route to host")]})
    with pytest.raises(FetchError, match=r"org\.example:river:1\.0: no route to host"):
        cache.fetch([RIVER], repository.download, counted)
    assert len(repository.asked) == TRIES


def test_a_failure_without_words_is_named_by_its_type(cache, counted):
    with pytest.raises(FetchError, match="TimeoutError"):
        cache.fetch([RIVER], Repository({"river": [TimeoutError()]}).download, counted)


def test_after_a_failure_only_what_is_missing_is_fetched(cache, counted):
    repository = Repository({**GOOD, "river": [OSError("cut off")]})
    cache.fetch([HARBOUR], repository.download, counted)
    with pytest.raises(FetchError):
        cache.fetch([RIVER], repository.download, counted)
    assert kept(cache) == {"harbour-1.0.jar"}
    again = Repository(GOOD)
    cache.fetch(cache.find_missing([RIVER, HARBOUR]), again.download, counted)
    assert again.asked == ["river"]


def test_half_a_download_of_a_killed_run_is_not_trusted(cache, counted, tmp_path):
    half = tmp_path / "jars" / "incoming" / RIVER.path
    half.parent.mkdir(parents=True)
    half.write_bytes(b"river")
    cache.fetch([RIVER], Repository(GOOD).download, counted)
    assert cache.locate(RIVER).read_bytes() == b"river water"


def test_one_failure_ends_the_others_at_their_next_bytes(cache, counted):
    started, endless = threading.Event(), []

    def download(jar, folder, count_bytes):
        if jar == HARBOUR:
            started.wait()
            raise OSError("no route to host")
        while True:
            count_bytes(1)
            endless.append(jar)
            started.set()

    with pytest.raises(FetchError, match="no route to host"):
        cache.fetch([RIVER, HARBOUR], download, counted)
    assert endless
    assert kept(cache) == set()


def test_a_class_path_names_each_file_once_and_in_order(cache, counted):
    cache.fetch([RIVER, HARBOUR], Repository(GOOD).download, counted)
    sets = (JarSet("a", (), (RIVER, HARBOUR)), JarSet("b", (), (HARBOUR,)))
    assert cache.class_path(*sets) == [cache.locate(RIVER), cache.locate(HARBOUR)]


def test_a_class_path_with_a_gap_says_what_to_do(cache):
    with pytest.raises(FetchError, match=r"river-1\.0\.jar is missing; run `make setup`"):
        cache.class_path(JarSet("a", (), (RIVER,)))
