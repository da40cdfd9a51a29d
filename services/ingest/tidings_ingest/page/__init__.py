"""Newspaper pages: text with several articles, broken lines and captions in mid-sentence."""

from tidings_ingest.page.split import split_page

__all__ = ["split_page"]
