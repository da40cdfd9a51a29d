"""``tidings trace`` on real servers: each place of an article, from receipt to withdrawal."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from enrich_process import BREAKS_THE_TAGGER
from typer.testing import CliRunner
from whole_road import SOURCE, open_road

from tidings.cli import build_app

pytestmark = pytest.mark.servers
UNKNOWN = "0" * 32
ROOT = Path(__file__).parents[2]


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as opened:
        yield opened


def describe(road):
    return {
        **road.describe(),
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": road.enriching.kafka,
        "TIDINGS_ENRICH_INPUT_TOPIC": road.enriching.raw,
        "COLUMNS": "120",
    }


def run(road, *arguments, status=0):
    done = CliRunner().invoke(build_app(), arguments, env=describe(road))
    assert done.exit_code == status, done.output
    return done


def trace(road, article_id):
    return json.loads(run(road, "trace", article_id, "--json").stdout)


def list_places(road, article_id):
    """Return the first word of each line that tells a place, and the state on top of them."""
    head, _, *lines = run(road, "trace", article_id).stdout.splitlines()
    words = [line.split("  ")[0] for line in lines if not line.startswith(" ")]
    return [head.removeprefix(article_id).split("  ")[1], *words]


def test_the_road_of_an_article_is_shown_from_its_receipt_to_its_withdrawal(road):
    road.start_ingest()
    run(road, "trace", UNKNOWN, status=1)
    article_id = road.push("11月3日，市长周明远宣布临江大桥通车。")["id"]
    assert list_places(road, article_id) == ["accepted", "accepted"]

    road.start_enrich()
    road.await_state(article_id, "enriched")
    assert list_places(road, article_id) == ["enriched", "accepted", "enriched"]

    road.start_index()
    told = road.await_state(article_id, "indexed")
    traced = trace(road, article_id)
    assert {key: traced[key] for key in told} == told
    assert traced["raw"]["position"].startswith(f"{road.enriching.raw}:")
    assert traced["enriched"]["position"].startswith(f"{road.enriching.enriched}:")
    assert traced["raw"]["revision"] == traced["enriched"]["revision"] == told["revision"]
    assert traced["raw"]["written_at"] <= traced["enriched"]["written_at"]
    assert traced["tags"]["persons"] is not None
    assert list_places(road, article_id) == ["indexed", "accepted", "enriched", "indexed"]

    withdrawal = road.ask(article_id, "DELETE").json()["items"][0]
    road.await_state(article_id, "withdrawn")
    traced = trace(road, article_id)
    assert traced["raw"]["revision"] == traced["revision"] == withdrawal["revision"]
    assert list_places(road, article_id) == ["withdrawn", "accepted", "enriched", "withdrawn"]


def test_a_dead_letter_is_shown_and_a_purged_one_leaves_the_message_behind_it(road):
    road.start_ingest()
    road.start_enrich()
    article_id = road.push(BREAKS_THE_TAGGER)["id"]
    told = road.await_state(article_id, "dead_lettered")
    assert list_places(road, article_id) == ["dead-lettered", "accepted", "dead letter"]
    traced = trace(road, article_id)
    assert (traced["dead_letter"], traced["source"]) == (told["dead_letter"], SOURCE)

    run(road, "dlq", "purge", told["dead_letter"]["position"], "--yes")
    assert road.ask(article_id).status_code == 404
    state, *places = list_places(road, article_id)
    assert state.startswith("neither on its way")
    assert places == ["accepted"]


def test_the_lines_of_the_documentation_ask_trace_and_take_back(road):
    if not all(map(shutil.which, ("bash", "curl", "grep"))):
        pytest.skip("curl is what the lines are made of")
    road.start_ingest()
    page = (ROOT / "docs/whereabouts.md").read_text(encoding="utf-8")
    (block,) = [each for each in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "curl" in each]
    done = subprocess.run(
        ["bash", "-euc", block.replace("http://127.0.0.1:8080", road.ingest.url)],
        cwd=ROOT,
        env={**describe(road), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert '"state":"accepted"' in done.stdout, said
    assert f"{road.enriching.raw}:" in done.stdout, said
    assert '"format":"withdrawal"' in done.stdout, said
