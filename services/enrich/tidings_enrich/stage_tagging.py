"""The tagging of the stage, put together from its settings."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tidings import __version__
from tidings.configuration.checking import WrongSettingError
from tidings_enrich.enrichment import ArticleTagging
from tidings_enrich.settings import EnrichSettings


@dataclass(frozen=True, slots=True)
class StageTagging:
    """Tags articles; ``pipeline`` names code and models in the lineage of each article.

    The user's own list of names is not among them, for it changes while the stage runs: it is named
    by ``tagging``.
    ``missing`` says what is not installed and could be, None where all is.
    """

    tagging: ArticleTagging
    pipeline: str
    missing: str | None = None


def load_stage_tagging(settings: EnrichSettings) -> StageTagging:
    """Return the tagging of the stage; raises WrongSettingError and ModelsMissingError."""
    # The model's libraries take a second to import; tests of the stage do without them.
    from tidings_enrich.lexicon.watch import LexiconWatch  # noqa: PLC0415
    from tidings_enrich.places.gazetteer import open_gazetteer  # noqa: PLC0415
    from tidings_enrich.places.homes import UnknownRegionError  # noqa: PLC0415
    from tidings_enrich.places.locator import PlaceLocator  # noqa: PLC0415
    from tidings_enrich.tagging.article_tagger import ArticleTagger  # noqa: PLC0415
    from tidings_enrich.tagging.english.load import MISSING, load_english  # noqa: PLC0415
    from tidings_enrich.tagging.english.spacy_tagger import NoEnglishError  # noqa: PLC0415
    from tidings_enrich.tagging.events.own_codebook import load_codebook_with  # noqa: PLC0415
    from tidings_enrich.tagging.load import load_tagger  # noqa: PLC0415
    from tidings_enrich.topics.scheme import load_scheme  # noqa: PLC0415
    from tidings_enrich.yaml_document import DataFileError  # noqa: PLC0415

    try:
        codebook = load_codebook_with(settings.codebook_dir)
    except DataFileError as error:
        raise WrongSettingError(f"TIDINGS_CODEBOOK_DIR: {error}") from error
    read_lexicon = None
    if settings.lexicon_file is not None:
        try:
            read_lexicon = LexiconWatch(settings.lexicon_file, time.monotonic).read
        except DataFileError as error:
            raise WrongSettingError(f"TIDINGS_LEXICON_FILE: {error}") from error
    tagger = load_tagger(settings.tagger, settings.models_dir)
    try:
        english = load_english(settings.english_names)
    except NoEnglishError as error:
        raise WrongSettingError(f"TIDINGS_ENGLISH_NAMES: {error}") from error
    try:
        locator = PlaceLocator(open_gazetteer(settings.models_dir), settings.home_regions)
    except UnknownRegionError as error:
        raise WrongSettingError(f"TIDINGS_HOME_REGIONS: {error}") from error
    scheme = load_scheme()
    taggers = " ".join(each.name for each in (tagger, english) if each)
    return StageTagging(
        ArticleTagger(tagger, codebook, locator, read_lexicon, scheme, english),
        f"tidings-enrich {__version__} {codebook.name} {scheme.name} {taggers}",
        MISSING if english is None and settings.english_names == "auto" else None,
    )
