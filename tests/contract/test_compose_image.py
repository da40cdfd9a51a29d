"""The Dockerfile finds what it copies, and the image it makes runs as nobody special."""

from __future__ import annotations

import re
import runpy
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from compose_file import ROOT

DOCKERFILE = (ROOT / "deploy/compose/Dockerfile").read_text(encoding="utf-8")
STAGES = re.findall(r"^FROM \S+(?: AS (\w+))?$", DOCKERFILE, re.MULTILINE)
COPIED = sorted(
    {
        source
        for arguments in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in arguments.split()[:-1]
    }
)


def reaches_builder(path: str) -> bool:
    """Whether .dockerignore, whose last matching line wins, lets ``path`` through."""
    lets = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        heads = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        within = any(fnmatch(head, pattern) for head in heads)
        anywhere = line.startswith("**/") and any(fnmatch(part, pattern) for part in parts)
        if not line.startswith("#") and line and (within or anywhere):
            lets = line.startswith("!")
    return lets


@pytest.mark.parametrize("path", COPIED)
def test_what_is_copied_exists_and_reaches_the_builder(path):
    assert (ROOT / path).exists()
    assert reaches_builder(path)


@pytest.mark.parametrize(
    "path",
    [".env", ".git/config", ".venv/bin/python", "tests/conftest.py", "shared/tidings/x.pyc"],
)
def test_secrets_history_and_left_overs_stay_outside(path):
    assert not reaches_builder(path)


def test_every_stage_that_is_copied_from_exists():
    assert set(re.findall(r"--from=(\w+)", DOCKERFILE)) <= set(STAGES)


def test_the_last_stage_is_not_root_and_holds_no_compiler_and_no_build_tools():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0\b)\d+:\d+$", last, re.MULTILINE)
    assert "apt-get" not in DOCKERFILE
    assert not re.search(r"--from=(tools|uv|wheels)", last)


def test_packages_are_installed_by_hash_and_in_a_layer_before_the_code():
    installs = re.findall(r"(?:uv pip|-m pip) install.*?(?=\n[A-Z]|\Z)", DOCKERFILE, re.DOTALL)
    fetched = [each for each in installs if "--requirement" in each]
    assert len(fetched) == 3
    assert all("--require-hashes" in each for each in fetched)
    assert all("--no-deps" in each for each in installs if each not in fetched)
    packages = DOCKERFILE.index("COPY locks/services.txt")
    assert packages < DOCKERFILE.index("COPY shared shared")


def test_models_are_where_the_stage_looks_for_them():
    target = re.search(r"models\.build --to (\S+)", DOCKERFILE)
    assert target
    assert f"TIDINGS_MODELS_DIR={target[1]}" in DOCKERFILE
    assert f"COPY --from=models {target[1]} {target[1]}" in DOCKERFILE


@pytest.fixture
def stage():
    """A stage whose answers a test chooses, on a free port."""
    answers = {"/healthz": (200, b"ok\n"), "/readyz": (200, b"ok\n")}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[self.path]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, answers
    server.shutdown()
    server.server_close()


find_complaint = runpy.run_path(str(ROOT / "deploy/compose/check_health.py"))["find_complaint"]


def test_the_health_check_is_content_with_a_stage_that_is_alive_and_ready(stage):
    assert find_complaint(stage[0]) is None


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_health_check_repeats_what_the_stage_complains_of(stage, path):
    port, answers = stage
    answers[path] = (503, b"waiting for kafka\n")
    assert find_complaint(port) == f"{path[1:]}: waiting for kafka"


def test_the_health_check_names_a_stage_that_does_not_answer(stage):
    port, _ = stage
    free = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    unused = free.server_port
    free.server_close()
    assert unused != port
    assert "no answer" in find_complaint(unused)
