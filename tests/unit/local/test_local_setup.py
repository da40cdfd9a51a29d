"""Set-up fetches what is missing, compiles once, and two at once do not disturb each other."""

from __future__ import annotations

import hashlib
import io
import threading

import pytest
import requests
from filelock import FileLock
from rich.console import Console

from tidings_local import maven, setup
from tidings_local.disk_space import DiskSpaceError
from tidings_local.jar_cache import FetchError
from tidings_local.jar_lock import Jar, JarSet

CONTENT = b"river water"
JAR = Jar("org.example", "river", "1.0", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


class World:
    """What set-up reaches out to, with a record of it."""

    def __init__(self, folder) -> None:
        self.cache_dir = folder
        self.downloads: list[str] = []
        self.compiled = 0
        self.recorded = 0
        self.output = io.StringIO()

    def set_up(self) -> None:
        setup.set_up_servers(self.cache_dir, Console(file=self.output, force_terminal=True))

    def download(self, jar, folder, count_bytes):
        self.downloads.append(jar.artifact)
        path = folder / jar.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)
        count_bytes(len(CONTENT))
        return path

    def record(self, cache_dir, _console) -> None:
        assert cache_dir == self.cache_dir
        assert self.compiled == 1, "the node cannot start before its code is there"
        self.recorded += 1

    def make_code(self, cache_dir, _sets, _cache):
        world = self

        class Code:
            jar = cache_dir / "node.jar"

            def compile(self) -> None:
                world.compiled += 1
                self.jar.touch()

        return Code()


@pytest.fixture
def world(tmp_path, monkeypatch) -> World:
    world = World(tmp_path / "cache")
    monkeypatch.setattr(setup, "read_lock", lambda: {"kafka": JarSet("kafka", (), (JAR,))})
    monkeypatch.setattr(setup, "NodeCode", world.make_code)
    monkeypatch.setattr(setup, "record_servers", world.record)
    monkeypatch.setattr(maven, "download_jar", world.download)
    return world


def test_an_empty_cache_is_filled(world):
    world.set_up()
    assert (world.downloads, world.compiled, world.recorded) == (["river"], 1, 1)
    assert "1 files" in world.output.getvalue()


def test_with_everything_there_nothing_is_fetched_compiled_or_said(world):
    world.set_up()
    world.output.truncate(0)
    world.set_up()
    assert (world.downloads, world.compiled) == (["river"], 1)
    assert world.output.getvalue().strip("\0") == ""


def test_two_at_once_fetch_and_compile_once(world):
    threads = [threading.Thread(target=world.set_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (world.downloads, world.compiled) == (["river"], 1)


def test_who_waits_for_another_set_up_is_told(world):
    world.cache_dir.mkdir()
    told = threading.Event()

    class Screen(io.StringIO):
        def write(self, text: str) -> int:
            if "Waiting for another set-up" in text:
                told.set()
            return len(text)

    world.output = Screen()
    thread = threading.Thread(target=world.set_up)
    with FileLock(world.cache_dir / "setup.lock"):
        thread.start()
        assert told.wait(30)
        assert world.downloads == []
    thread.join()
    assert world.downloads == ["river"]


def test_a_full_disk_is_refused_before_the_first_byte(world, monkeypatch):
    def refuse(folder, needed):
        assert folder == world.cache_dir
        assert needed > JAR.size
        raise DiskSpaceError("no room")

    monkeypatch.setattr(setup, "check_free_space", refuse)
    with pytest.raises(DiskSpaceError):
        world.set_up()
    assert world.downloads == []


def test_a_failed_set_up_ends_with_one_line(world, monkeypatch):
    def fail(*_):
        raise FetchError("could not fetch org.example:river:1.0")

    monkeypatch.setattr(setup, "set_up_servers", fail)
    with pytest.raises(SystemExit) as caught:
        setup.main()
    assert caught.value.code == "tidings: could not fetch org.example:river:1.0"


def test_an_interrupted_set_up_says_how_to_go_on(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "set_up_servers", interrupt)
    with pytest.raises(SystemExit) as caught:
        setup.main()
    assert "run the same command to go on" in str(caught.value.code)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (requests.exceptions.ProxyError, "the proxy set for jars.example (HTTPS_PROXY)"),
        (requests.exceptions.SSLError, "REQUESTS_CA_BUNDLE"),
        (requests.exceptions.ReadTimeout, "jars.example did not answer within 60 s"),
        (requests.exceptions.ConnectTimeout, "did not answer within 60 s"),
        (requests.exceptions.ConnectionError, "no connection to jars.example; is this machine"),
        (requests.exceptions.ChunkedEncodingError, "the download from jars.example broke off"),
    ],
)
def test_a_failed_download_is_explained_without_the_insides_of_a_library(kind, words):
    request = requests.Request("GET", "https://jars.example/river.jar")
    assert words in maven.describe_failure(kind("HTTPSConnectionPool(…)", request=request))
    assert "HTTPSConnectionPool" not in maven.describe_failure(kind("HTTPSConnectionPool(…)"))
