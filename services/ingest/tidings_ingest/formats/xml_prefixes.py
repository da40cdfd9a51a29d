"""Prefixes that a feed uses without declaring a namespace for them. Pure."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.formats.xml_names import find_namespace

_ROOT: Final = re.compile(r"<[A-Za-z_][\w.:-]*")
_DECLARED: Final = re.compile(r"\bxmlns:([\w.-]{1,40})\s*=")
_USED: Final = re.compile(r"</?([A-Za-z_][\w.-]{0,39}):|\s([A-Za-z_][\w.-]{0,39}):[\w.-]{1,40}\s?=")
# A feed uses about ten; the marked-up text in it is looked at as well, and has a few more.
_MOST: Final = 50


def declare_prefixes(text: str) -> str:
    """Return ``text`` with its undeclared prefixes declared at the root, as they are mostly meant.

    One that we do not know gets a namespace of its own, so that the rest can be read.
    """
    root = _ROOT.search(text)
    if root is None:
        return text
    declared = {"xml", "xmlns", *_DECLARED.findall(text[: text.find(">", root.end())])}
    used = dict.fromkeys(first or second for first, second in _USED.findall(text))
    missing = [each for each in used if each not in declared]
    added = "".join(f' xmlns:{each}="{find_namespace(each)}"' for each in missing[:_MOST])
    return f"{text[: root.end()]}{added}{text[root.end() :]}"
