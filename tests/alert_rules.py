"""The rules of deploy/alerts in a hurry: ``from alert_rules import read_hasty_rules``."""

from __future__ import annotations

import re

from prometheus_server import read_rules

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
HURRY = 60


def hasten(rules: str) -> str:
    """Return rules that are evaluated each second, and of alerts a minute of a wait as a second.

    A lag is too long after a second then. The windows of what is recorded stay as they are.
    """

    def shorten(match: re.Match[str]) -> str:
        seconds = int(match[2]) * _SECONDS[match[3]] // HURRY
        return f"{match[1]}{max(1, seconds)}s"

    each_second = re.sub(r"interval: \d+s", "interval: 1s", rules)
    if "alert:" not in rules:
        return each_second
    shortened = re.sub(r"(for: |\[)(\d+)([smhd])\b", shorten, each_second)
    limit = "(tidings_consumer_lag_seconds) >"
    return shortened.replace(f"{limit} 60", f"{limit} 1")


def read_hasty_rules() -> dict[str, str]:
    """Return all rules in a hurry, by their files' names."""
    return {name: hasten(text) for name, text in read_rules().items()}
