"""Where the desk listens, and what it cannot be told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tidings_desk.settings import DeskSettings


def test_the_desk_listens_on_loopback_unless_told_otherwise():
    assert DeskSettings().desk_host == DeskSettings().metrics_host == "127.0.0.1"
    assert (DeskSettings().desk_port, DeskSettings().metrics_port) == (8081, 9104)


@pytest.mark.parametrize("url", ["desk.example.org", "ftp://desk.example.org", ""])
def test_a_public_address_is_one_of_the_web(monkeypatch, url):
    monkeypatch.setenv("TIDINGS_DESK_PUBLIC_URL", url)
    with pytest.raises(ValidationError, match="desk_public_url"):
        DeskSettings()
