"""The words that the rules know, read from the YAML files beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from tidings_enrich.yaml_text import read_yaml


@cache
def load_words(name: str) -> dict[str, Any]:
    """Return the lists of ``data/<name>.yaml`` by their headings."""
    text = files("tidings_enrich.tagging").joinpath("data", f"{name}.yaml").read_text("utf-8")
    lists: dict[str, Any] = read_yaml(text)
    return lists


def flatten(value: object) -> Iterator[str]:
    """Yield every word below a heading, however its lists are grouped."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from flatten(each)
    elif isinstance(value, list):
        for each in value:
            yield from flatten(each)


def alternate(words: Iterable[str]) -> str:
    """Return a pattern of one group that matches any of ``words``, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


def only_at(openers: str, words: Iterable[str], pattern: str) -> str:
    """Return ``pattern``, tried only where one of ``openers`` or the first sign of a word stands.

    A pattern of many branches is looked for in a tenth of the time when most places are passed over
    at once. ``openers`` are the inside of a character class; every match must begin with one.
    """
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return rf"(?=[{openers}{first}])(?:{pattern})"
