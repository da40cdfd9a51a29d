"""``make desk-pictures``: serve our own articles on the desk, and keep what its page shows of them.

It takes Debian's chromium, or the browser that CHROMIUM names, and fonts for Chinese.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from served_desk import serve_desk

from tidings.article import Article
from tidings.endpoints import default_cache_dir
from tidings.tags import TaggedArticle
from tidings_enrich.cli import TaggerKind, load_tagging
from tidings_local.ports import choose_ports
from tidings_local.servers import Servers
from tidings_local.setup import set_up_servers

ROOT = Path(__file__).resolve().parents[1]
DESK = ROOT / "services/desk"
NOW = datetime(2031, 5, 29, 9, tzinfo=UTC)
PAPERS = ("river-daily", "hill-post", "lake-agency", "临江日报")
# The story that two papers have, and what the second one left out and added.
STORY, LEFT_OUT = "accident", "，其中两人轻微骨折"
ADDED = "渔船所属的东屿岛渔业合作社说，船上都是本岛居民。"
PORT_BASE = 24_950


def read_articles() -> list[Article]:
    """Return the articles of the tests, the story first and its copy last."""
    paths = (ROOT / "tests/data/articles").glob("*.json")
    articles = []
    for path in sorted(paths, key=lambda each: (each.stem != STORY, each.stem)):
        raw = json.loads(path.read_text(encoding="utf-8"))
        articles.append(make_article(len(articles), raw["headline"], raw["paragraphs"]))
    *texts, _ = articles[0].body.replace(LEFT_OUT, "").split("\n")
    return [*articles, make_article(len(articles), "货轮撞沉渔船", [*texts, ADDED])]


def make_article(number: int, headline: str, texts: Sequence[str]) -> Article:
    """Return the article; the papers take turns."""
    # The copy, which is the 22nd, on the day of the first; the others here and there in spring.
    at = NOW - timedelta(days=number % 21 * 47 % 83, hours=6 - number % 4)
    return Article(
        id=f"{number + 1:032x}",
        revision=1,
        content_hash="",
        source=PAPERS[number % len(PAPERS)],
        language="zh-Hans",
        headline=headline,
        body="\n".join(texts),
        published_at=at,
        received_at=at,
    )


def tag_articles(articles: Sequence[Article]) -> list[TaggedArticle]:
    """Return them with what the best tagger finds, and the copy in the story that it is of."""
    tags = load_tagging(TaggerKind.ACCURATE).tag(articles)
    tagged = [
        TaggedArticle(article=article, tags=own, enriched_at=NOW)
        for article, own in zip(articles, tags, strict=True)
    ]
    first = articles[0].id
    tagged[-1] = tagged[-1].model_copy(update={"story_id": first, "near_duplicate_of": first})
    return tagged


def take_pictures(address: str, story: Sequence[str]) -> int:
    """Let the browser look; return its exit status."""
    sys.path.insert(0, str(DESK))
    from build_page import build_page, find_node  # noqa: PLC0415 - is no package

    build_page(tests=True)
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser is None:
        sys.exit("no browser: install Debian's chromium, or name one in CHROMIUM")
    told = {"DESK": address, "BROWSER": browser, "FOLDER": str(ROOT / "docs/images")}
    environment = {**os.environ, **told, "ACCIDENT": story[0], "COPY": story[1]}
    command = [str(find_node()), "tests/browser/pictures.ts"]
    return subprocess.run(command, cwd=DESK / "web", env=environment, check=False).returncode


def main() -> int:
    """Take all of them."""
    set_up_servers(default_cache_dir(), Console(stderr=True))
    articles = tag_articles(read_articles())
    story = [articles[0].article.id, articles[-1].article.id]
    with (
        tempfile.TemporaryDirectory(prefix="tidings-pictures-") as folder,
        Servers(Path(folder), default_cache_dir(), choose_ports(PORT_BASE)) as servers,
        serve_desk(servers.elasticsearch_url, articles, NOW) as address,
    ):
        return take_pictures(address, story)


if __name__ == "__main__":
    sys.exit(main())
