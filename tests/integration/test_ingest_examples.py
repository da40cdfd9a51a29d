"""A real ingest takes every example: by each curl line of the documentation as it stands, and by
``tidings push``."""

from __future__ import annotations

import json
import re
import subprocess
import uuid
from collections import Counter
from pathlib import Path

import pytest
from commands import run_tidings
from ingest_process import IngestProcess
from stack_fixtures import wait_until

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(
    path
    for folder in ("feeds", "pages")
    for path in (ROOT / "examples" / folder).iterdir()
    if not path.name.endswith(".gold.json")
)
# A start takes 3 s of processor time; a machine with much else to do takes ten times as long.
READY_S = 90.0
ADDRESS = "http://127.0.0.1:8080"
# Those of docs/keys.md need a key that is their reader's own.
PAGES = ("README.md", "docs/formats.md", "docs/quickstart.md")


def find_curl_lines(page: str) -> list[str]:
    """Return each command of the page's shell blocks that sends something with curl."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    commands = [re.split(r"(?<!\\)\n", block) for block in blocks]
    return [each for lines in commands for each in lines if "curl " in each and "--data" in each]


LINES = [(page, line) for page in PAGES for line in find_curl_lines(page)]


@pytest.fixture(scope="module")
def ingest(servers, tmp_path_factory):
    servers.start()
    process = IngestProcess(
        servers.kafka, f"t{uuid.uuid4().hex[:8]}", tmp_path_factory.mktemp("ingest")
    )
    process.create_topic()
    process.start()
    try:
        wait_until(lambda: process.ask("/readyz")[0] == 200, READY_S, "ingest to be ready")
        yield process
    finally:
        process.stop()


@pytest.mark.parametrize(
    ("page", "line"), LINES, ids=[f"{page}: {line.split()[2]}" for page, line in LINES]
)
def test_a_curl_line_works_as_it_is_pasted(ingest, page, line):
    assert ADDRESS in line
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace(ADDRESS, ingest.url)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )

    answer = json.loads(done.stdout)
    assert {each["status"] for each in answer["items"]} <= {"accepted", "unchanged"}


def test_the_documentation_has_a_curl_line_for_each_example():
    shown = {Path(name) for _, line in LINES for name in re.findall(r"examples/[\w./-]+", line)}

    assert shown == {each.relative_to(ROOT) for each in EXAMPLES}


def test_tidings_push_sends_every_example_and_each_article_is_on_the_topic(
    ingest, tmp_path, monkeypatch
):
    monkeypatch.setenv("TIDINGS_INGEST_URL", ingest.url)
    files = list(map(str, EXAMPLES))
    done = run_tidings(tmp_path, "push", *files, "--source", "round-trip", "--json")

    assert done.exit_code == 0, done.stderr
    items = done.json()["items"]
    assert set(Counter(each["file"] for each in items)) == set(files)
    # Those that name their source themselves were sent by a curl line before, with the same words.
    assert {each["status"] for each in items} <= {"accepted", "unchanged"}
    ids = {each["id"] for each in items}
    assert ids <= ingest.read_topic(ids).keys()
