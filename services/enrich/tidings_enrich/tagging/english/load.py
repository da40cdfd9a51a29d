"""Whether English names are looked for: by a setting, and by what is installed."""

from __future__ import annotations

from typing import Literal

from tidings_enrich.tagging.english.spacy_tagger import SpacyTagger, is_installed
from tidings_enrich.tagging.tagger import Tagger

EnglishNames = Literal["auto", "on", "off"]
MISSING = "no names in English text: the extra tidings-enrich[english] is not installed"


def load_english(setting: EnglishNames) -> Tagger | None:
    """Return the tagger of English names, or None where there is to be none.

    ``auto`` takes it where it is installed, and leaves the loading to the first English article:
    whoever has none pays nothing. ``on`` loads it now, and raises NoEnglishError without it.
    """
    if setting == "off" or (setting == "auto" and not is_installed()):
        return None
    tagger = SpacyTagger()
    if setting == "on":
        tagger.load()
    return tagger
