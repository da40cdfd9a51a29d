"""Runs of what patterns look for: in pages, feeds, texts, dates and names of authors."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from faults.hostile.attack import Attack, bodies
from faults.hostile.page_bodies import WORDS, article

# As much as a page may have, in its text, its title and the name of its author.
PAGE_BYTES = 1_000_000
FEED_BYTES = 250_000
TEXT_BYTES = 900_000
# Each is what some pattern of a page, a byline, a date or a tag begins with.
UNITS = {
    "spaces": " ", "wide-spaces": "\u3000", "tabs": "\t", "digits": "1", "dots": ".",
    "round-brackets": "(", "square-brackets": "[", "curly-brackets": "{", "han": "的",
    "quotes": '"',
    "han-quotes": "“", "angles": "<", "ampersands": "&", "dashes": "- ", "line-feeds": "\n",
    "by": "By ", "reporters": "本报记者", "dates": "2031-01-01 ", "mails": "a@",
    "addresses": "http://", "marks": "\u0301", "turns": "\u202e", "letters": "a", "zeros": "0",
    "capitals": "A. ", "colons": "12:", "months": "November ", "commas": "，", "slashes": "/",
}  # fmt: skip
# A text of nothing but these has no words.
NOTHING = frozenset(("spaces", "wide-spaces", "tabs", "line-feeds", "turns"))


def repeat(unit: str, size: int) -> str:
    """Return the unit again and again, escaped, in ``size`` bytes."""
    escaped = escape(unit)
    return escaped * (size // len(escaped.encode()))


def in_page(unit: str) -> bytes:
    run = repeat(unit, PAGE_BYTES)
    head = f'<title>{run}</title><meta name="author" content="{run}">'
    return article(f"<p>{WORDS}</p><p>{run}</p>", head)


def in_feed(unit: str) -> bytes:
    """Return an item with a run in its title, text, author and time."""
    run = repeat(unit, FEED_BYTES)
    return (
        f'<rss version="2.0"><channel><item><guid>1</guid><title>a {run}</title>'
        f"<author>{run}</author><pubDate>{run}</pubDate><link>{run}</link>"
        f"<description>&lt;p>a {run}</description></item></channel></rss>"
    ).encode()


def in_text(unit: str) -> bytes:
    return (unit * (TEXT_BYTES // len(unit.encode()))).encode()


def fill(
    content_type: str, kind: str, what: str, build: Callable[[str], bytes], *, nothing: int = 202
) -> list[Attack]:
    """Return an attack for each unit; ``nothing`` is the answer to those that make no words."""
    rows = []
    for name, unit in UNITS.items():
        status = nothing if name in NOTHING else 202
        where = "" if status == 202 else "body"
        named = what.format(name.replace("-", " "))
        rows.append((f"{kind}-of-{name}", named, status, where, lambda unit=unit: build(unit)))
    return bodies(content_type, rows)


RUNS: list[Attack] = [
    *fill("text/html", "page", "a page whose text, title and author are nothing but {}", in_page),
    *fill("application/rss+xml", "feed",
          "an item whose text, title, author and time are nothing but {}", in_feed),
    *fill("text/plain", "text", "a text of nothing but {}", in_text, nothing=422),
]  # fmt: skip
