"""The page's own tests in a real browser: services/desk/web/tests/browser, a test a file here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "services" / "desk" / "web"
FILES = sorted((WEB / "tests" / "browser").glob("*.test.ts"))
# Ten tests a file at most, each with its own deadline; on a busy machine each takes ten seconds.
DEADLINE_S = 280

pytestmark = pytest.mark.servers


@pytest.fixture(scope="session")
def node():
    """Give Node with the page built and what its tests need installed."""
    sys.path.insert(0, str(WEB.parent))
    from build_page import build_page, find_node

    build_page(tests=True)
    return find_node()


def test_the_page_has_tests_in_a_browser():
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name.removesuffix(".test.ts"))
def test_the_page_holds_in_a_browser(node, browser, desk, file):
    done = subprocess.run(
        [node, "--test", "--test-reporter=spec", str(file)],
        cwd=WEB,
        env={**os.environ, "DESK": desk, "BROWSER": browser, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
