"""Recording quick starts: once for each server, and a failure only makes it slower."""

from __future__ import annotations

import io
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from rich.console import Console

from tidings_local import recording, servers
from tidings_local.aot_cache import AotCache
from tidings_local.process_table import ProcessSpec

pytestmark = pytest.mark.timeout(60)

# Stands for Java, which writes its file when it is asked to end.
RECORDER = """
import pathlib, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
pathlib.Path(sys.argv[1]).touch()
signal.sigwait({signal.SIGTERM})
pathlib.Path(sys.argv[sys.argv.index("--record") + 1]).write_text(sys.argv[1])
"""
DEAF = RECORDER.replace("signal.sigwait({signal.SIGTERM})", "signal.pause()")
USELESS = "import sys; sys.exit('no such option\\nand more')"


class Stage:
    """Two caches to be recorded and the programs that stand for their servers."""

    def __init__(self, folder, monkeypatch) -> None:
        self.folder = folder
        self.programs = {"kafka": RECORDER, "elasticsearch": RECORDER}
        self.caches = [AotCache(n, folder / "aot" / f"{n}-1.aot") for n in self.programs]
        self.started: list[str] = []
        self.output = io.StringIO()
        monkeypatch.setattr(recording, "locate_caches", lambda _: self.caches)
        monkeypatch.setattr(recording, "list_servers", self._list_servers)

    def _list_servers(self, data_dir, cache_dir, ports):
        assert data_dir.parent == cache_dir
        assert len({ports.kafka, ports.kafka_controller, ports.elasticsearch}) == 3
        return [self._spec(name, data_dir) for name in self.programs]

    def _spec(self, name, data_dir) -> ProcessSpec:
        flag = data_dir / f"{name}.up"

        def probe() -> str | None:
            if not flag.exists():
                return "no flag yet"
            self.started.append(name)
            return None

        command = (sys.executable, "-I", "-S", "-c", self.programs[name], str(flag))
        return ProcessSpec(name, command, probe)

    def record(self) -> None:
        recording.record_servers(self.folder, Console(file=self.output, width=200))


@pytest.fixture
def stage(tmp_path, monkeypatch) -> Stage:
    return Stage(tmp_path, monkeypatch)


def test_each_server_is_recorded_and_nothing_else_is_left(stage):
    (stage.folder / "recording-of-a-killed-run").mkdir()
    stage.record()
    assert all(cache.file.stat().st_size > 0 for cache in stage.caches)
    assert [path.name for path in stage.folder.iterdir()] == ["aot"]


def test_what_is_recorded_is_not_recorded_again(stage):
    stage.record()
    stage.started.clear()
    stage.record()
    assert stage.started == []


def test_only_what_is_missing_is_recorded(stage):
    stage.caches[0].give_up()
    stage.record()
    assert set(stage.started) == {"elasticsearch"}


@pytest.mark.parametrize("program", [USELESS, DEAF])
def test_who_cannot_be_recorded_only_starts_slower(stage, monkeypatch, program):
    monkeypatch.setattr(recording, "WRITE_DEADLINE_S", 0.01)
    monkeypatch.setattr(servers, "START_DEADLINE_S", 30)
    stage.programs = {"kafka": program, "elasticsearch": USELESS}
    stage.record()
    assert [cache.list_options() for cache in stage.caches] == [(), ()]
    assert all(cache.is_settled for cache in stage.caches)
    assert "kafka will start a little slower: " in stage.output.getvalue()
    assert "and more" not in stage.output.getvalue()


def test_the_use_of_a_node_creates_fills_and_searches_an_index():
    asked: list[tuple[str, str]] = []

    class Node(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert [json.loads(line) for line in body.splitlines()]
            asked.append((self.command, self.path))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        do_PUT = do_POST = answer  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Node) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        recording.use_elasticsearch(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    assert asked == [
        ("PUT", "/recording"),
        ("POST", "/recording/_bulk?refresh=true"),
        ("POST", "/recording/_search"),
    ]
