"""What is lost with the disk of Elasticsearch comes back, from a backup and from the topic."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from commands import TIDINGS
from index_parts import make_tagged
from index_process import IndexRoad
from index_versions import assert_all_there, make_versions

from tidings_index.history.lookup import ElasticLookup

pytestmark = pytest.mark.servers
# A restore of some hundred articles takes 5 s; the rest is for a busy machine.
SOON_S = 120.0


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    yield road
    servers.start()
    road.remove()


def run(road, *arguments, status=0):
    done = subprocess.run(
        [TIDINGS, *arguments],
        env=road.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


def lose_disk(servers):
    """Crash Elasticsearch and take away everything that it had, but for its backups."""
    server = servers.server("elasticsearch")
    server.kill()
    shutil.rmtree(server.log.parents[1] / "elasticsearch")
    servers.start()


def list_kept(road, number):
    """Return the earlier revisions of an article, and whether they have their words."""
    history = ElasticLookup(road.client(), road.name, f"{road.name}-history")
    found = history.list_kept([make_tagged(number).article.id])
    return {each.revision: each.has_words for (kept,) in [found.values()] for each in kept}


def test_every_article_comes_back_when_the_disk_of_elasticsearch_is_lost(servers, road):
    before = [each for number in range(1, 101) for each in make_versions(number)]
    road.push_articles(before)
    road.start_worker()
    road.await_commits(len(before))
    taken = json.loads(run(road, "backup", "--keep", "1", "--json").stdout)
    assert (taken["complete"], taken["documents"]) == (True, 100)
    # 4 and 8 are corrected after the backup, and 5, of which it has two revisions, is withdrawn.
    after = [make_tagged(number, revision=1000, body="大桥又封闭了。") for number in (4, 8)]
    after.append(make_tagged(5, revision=1000, status="withdrawn", body=""))
    after += [each for number in range(101, 151) for each in make_versions(number)]
    road.push_articles(after)
    road.await_commits(len(before) + len(after))
    kept = {number: list_kept(road, number) for number in (4, 5)}
    assert kept == {4: {40: True}, 5: {49: False, 50: False, 51: False}}

    lose_disk(servers)
    assert not road.client().indices.exists_alias(name=road.name)
    plan = json.loads(run(road, "restore", "--dry-run", "--json").stdout)
    assert (plan["snapshot"], plan["to_read"]) == (taken["snapshot"], len(after))
    assert (plan["expired"], plan["present"]) == (0, "nothing")
    # The index stage runs all the while.
    restored = json.loads(run(road, "restore", "--json").stdout)
    assert (restored["read"], restored["documents"]) == (len(after), 150)
    later = [make_tagged(number, revision=10_000) for number in (4, 9, 200)]
    road.push_articles(later)
    road.await_commits(len(before) + len(after) + len(later))

    assert_all_there(road, before + after + later)
    assert list_kept(road, 4) == {40: True, 1000: True}
    assert list_kept(road, 5) == kept[5]

    # A second time, over an index that has everything: nothing without a yes, nothing lost with it.
    said = run(road, "restore", status=1).stderr
    assert "is in its place with 151 articles" in said
    run(road, "restore", taken["snapshot"], "--yes")
    assert_all_there(road, before + after + later)
    assert list_kept(road, 5) == kept[5]
    run(road, "reindex", "--drop-old")
    left = sorted(road.client().indices.get(index=f"{road.name}-*"))
    assert [each[-1] for each in left] == ["3", "3"]
