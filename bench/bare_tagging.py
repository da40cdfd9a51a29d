"""The reference of ``make bench-enrich``: a loop that only tags.

``python bare_tagging.py KIND TEXTS COPIES`` tags so many copies of so many texts, in batches as the
stage has them, and prints the seconds.
"""

from __future__ import annotations

import sys
import time

from news import generate_bodies, make_article

from tidings_enrich.cli import TaggerKind, load_tagging

BATCH = 32


def time_tagging(kind: TaggerKind, texts: int, copies: int) -> float:
    """Return the seconds that the tagger takes; one batch before warms it up."""
    articles = [make_article(body) for body in generate_bodies(texts)] * copies
    tagging = load_tagging(kind)
    tagging.tag(articles[:BATCH])
    started = time.perf_counter()
    for at in range(0, len(articles), BATCH):
        tagging.tag(articles[at : at + BATCH])
    return time.perf_counter() - started


if __name__ == "__main__":
    print(time_tagging(TaggerKind(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
