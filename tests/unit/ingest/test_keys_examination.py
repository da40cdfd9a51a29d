"""What the doctor says of the file of keys, which holds secrets."""

from __future__ import annotations

import pytest

from tidings.doctor.finding import Place
from tidings_ingest.keys.examination import examine_keys


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path, tmp_path, None, runs=False)


@pytest.mark.parametrize(
    ("mode", "severity"), [(0o600, "ok"), (0o640, "ok"), (0o644, "error"), (0o660, "error")]
)
def test_a_file_that_others_can_read_is_an_error(place, tmp_path, monkeypatch, mode, severity):
    path = tmp_path / "keys.json"
    path.write_text("canary-7f3a")
    path.chmod(mode)
    monkeypatch.setenv("TIDINGS_KEYS_FILE", str(path))
    (found,) = examine_keys(place)
    assert found.severity == severity
    assert "canary" not in repr(found)
    if severity == "error":
        assert found.advice == f"chmod 600 {path}"


def test_a_file_that_is_not_there_or_no_file_is_an_error(place, tmp_path, monkeypatch):
    for named in (tmp_path, tmp_path / "none.json"):
        monkeypatch.setenv("TIDINGS_KEYS_FILE", str(named))
        (found,) = examine_keys(place)
        assert found.severity == "error"


def test_without_the_variable_there_is_nothing_to_check(place, monkeypatch):
    monkeypatch.delenv("TIDINGS_KEYS_FILE", raising=False)
    (found,) = examine_keys(place)
    assert found.severity == "ok"
