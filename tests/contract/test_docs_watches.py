"""docs/watches.md: its example of a receiver checks our posts, and its figures are the code's."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from compose_file import ROOT
from watch_parts import NOW, make_one

from tidings_index.watch.book import MOST_REMEMBERED, MOST_WAITING
from tidings_index.watch.cli_index import SAMPLE
from tidings_index.watch.courier import MOST_AT_ONCE
from tidings_index.watch.entry import MOST_WATCHES
from tidings_index.watch.payload import build_payload
from tidings_index.watch.post import TIMEOUT_S, sign_headers
from tidings_index.watch.schedule import CERTAIN_SHARE, RETRY_AFTER_S

PAGE = (ROOT / "docs/watches.md").read_text(encoding="utf-8")
BODY = b'{"type":"article.matched"}'


@pytest.fixture
def verify():
    (source,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    names: dict = {}
    exec(compile(source, "docs/watches.md", "exec"), names)
    return names["verify"]


def test_the_example_takes_what_we_sign_and_nothing_else(verify):
    watch, now = make_one(), datetime.now(UTC)
    secret = watch.secret.get_secret_value()
    headers = sign_headers(watch, "msg_1", BODY, now)
    assert verify(secret, headers, BODY)
    assert not verify(secret, headers, BODY + b" ")
    assert not verify(make_one().secret.get_secret_value(), headers, BODY)
    assert not verify(secret, {**headers, "webhook-id": "msg_2"}, BODY)
    late = sign_headers(watch, "msg_1", BODY, now - timedelta(minutes=6))
    assert not verify(secret, late, BODY)


def test_the_example_of_a_post_has_the_fields_of_one():
    (source,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shown, made = json.loads(source), json.loads(build_payload(make_one(), SAMPLE, NOW))
    assert list(shown) == list(made)
    assert list(shown["data"]) == list(made["data"])


def test_the_figures_are_those_of_the_code():
    words = " ".join(PAGE.split())
    for said in (
        f"within {TIMEOUT_S:.0f} s",
        f"{MOST_WATCHES} watches",
        f"{MOST_WAITING:,} posts wait",
        f"{MOST_REMEMBERED:,} posts",
        f"{MOST_AT_ONCE} receivers at once",
    ):
        assert said in words, said
    hours = sum(RETRY_AFTER_S) / 3600
    assert f"{hours * CERTAIN_SHARE:.0f} to {hours:.0f} hours" in words
    units = {"s": 1, "min": 60, "h": 3600}
    table = PAGE[PAGE.index("| try | after |") :]
    shown = [
        int(number) * units[unit]
        for row in re.findall(r"^\| \d, .* \|$", table, re.MULTILINE)
        for number, unit in re.findall(r"(\d+) (s|min|h)\b", row)
    ]
    assert shown == list(RETRY_AFTER_S)
