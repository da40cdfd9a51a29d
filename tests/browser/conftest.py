"""The desk on real servers, with articles made for its page, and a browser to look at it with."""

from __future__ import annotations

import os
import shutil

import pytest
from desk_articles import ARTICLES, NOW
from served_desk import serve_desk
from stack_fixtures import servers  # noqa: F401 - pytest finds fixtures by these names

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    """Give the path of a browser; without one these tests are skipped, but never by CI."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = "no browser: install Debian's chromium, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return found


@pytest.fixture(scope="session")
def desk(servers):  # noqa: F811
    """Give the address of a desk over an index with ARTICLES."""
    servers.start()
    with serve_desk(servers.elasticsearch_url, ARTICLES, NOW) as address:
        yield address
