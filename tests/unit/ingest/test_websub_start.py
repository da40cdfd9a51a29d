"""What WebSub needs before ingest starts, and what the start says where it is not there."""

from __future__ import annotations

import pytest
from websub_subscriptions import subscribe

from tidings.configuration.checking import WrongSettingError
from tidings_ingest.settings import IngestSettings
from tidings_ingest.websub.start import open_websub
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions


def start(**settings):
    return open_websub(IngestSettings(**settings), lambda: 0.0)


def test_without_a_file_there_is_no_websub():
    assert start() is None
    assert start(public_url="https://news.example.org") is None


@pytest.mark.parametrize("public_url", [None, "", "/"])
def test_without_an_address_for_hubs_nothing_starts(tmp_path, public_url):
    path = tmp_path / "websub.json"
    with pytest.raises(WrongSettingError, match=r"TIDINGS_PUBLIC_URL.*https://news\.example\.org"):
        start(websub_file=path, public_url=public_url)
    assert not path.exists()


@pytest.mark.parametrize(
    "public_url", ["news.example.org", "ftp://news.example.org", "https://a.example/?b", "https://"]
)
def test_an_address_that_is_none_is_refused(tmp_path, public_url):
    with pytest.raises(WrongSettingError, match="TIDINGS_PUBLIC_URL"):
        start(websub_file=tmp_path / "websub.json", public_url=public_url)


@pytest.mark.parametrize(
    "public_url", ["https://news.example.org/in", "https://news.example.org/in/"]
)
def test_the_file_is_made_at_the_start_and_callbacks_begin_with_the_address(tmp_path, public_url):
    path = tmp_path / "websub.json"
    websub = start(websub_file=path, public_url=public_url)
    assert websub.callback_base == "https://news.example.org/in/v1/websub/"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_subscriptions(path) == ()


def test_a_file_that_cannot_be_used_ends_the_start(tmp_path):
    with pytest.raises(WrongSettingError, match=r"TIDINGS_WEBSUB_FILE .*No such file"):
        start(websub_file=tmp_path / "no" / "websub.json", public_url="https://a.example")
    path = tmp_path / "websub.json"
    with change_subscriptions(path) as kept:
        kept.append(subscribe())
    path.chmod(0o644)
    with pytest.raises(WrongSettingError, match=r"TIDINGS_WEBSUB_FILE .*open to others"):
        start(websub_file=path, public_url="https://a.example")
