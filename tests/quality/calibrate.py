"""``python -m quality.calibrate``: write how often names, places and events are right, as data.

Names are fitted on every other shared sentence, so that the rest can show how true that is. Places
and events are fitted on the project's own gold; to what is counted there, 20 judgements by hand are
added, since those sets are small and kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean

import numpy as np
from quality.judging import JudgedName, judge_events, judge_names, judge_places
from quality.measurement import KINDS, PLACES, ROOT, read_tagger
from quality.place_gold import read_gold
from quality.reliability import Judged

from tidings.tags import EntityType
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.tagging.confidence import Curve
from tidings_enrich.tagging.tagger import SentenceReading, Tagger
from tidings_enrich.tagging.word_lists import load_words

FILE = ROOT / "services/enrich/tidings_enrich/tagging/data/confidence.yaml"
TYPES: tuple[EntityType, ...] = ("person", "place", "organization")
# How many mentions the hand-set confidence of a rule counts for.
PRIOR = 20
_HEAD = """\
# Written by python -m quality.calibrate. Slope and shift of a logistic curve over the strength of a
# name, by tagger and type; and how often names of each other source are right.
"""


class Strengths:
    """A tagger that gives the strength of each name for its confidence."""

    def __init__(self, tagger: Tagger) -> None:
        self.name = tagger.name
        self._tagger = tagger

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return what the tagger finds, with the strengths."""
        return [
            SentenceReading([n._replace(confidence=n.strength) for n in each.names], each.borders)
            for each in self._tagger.read(sentences)
        ]


def main() -> None:
    """Write the file anew."""
    lines = ["strength:"]
    names: list[JudgedName] = []
    for kind in KINDS:
        judged = list(judge_names(Strengths(read_tagger(kind)), 0))
        names += judged
        curves = {each: fit_curve(_select(judged, each)) for each in TYPES}
        told = (f"{each}: [{c.slope:.2f}, {c.shift:.2f}]" for each, c in curves.items())
        lines.append(f"  {kind}: {{{', '.join(told)}}}")
    shares = {
        source: find_share([each.right for each in names if each.source == source])
        for source in ("mended", "rule")
    }
    # English names have no strength: 95 of 99 were right where a person had marked them.
    told = (f"{name}: {share:.2f}" for name, share in {"model": 0.95, **shares}.items())
    lines.append(f"sources: {{{', '.join(told)}}}")
    lines += [
        "# How much is left of the doubt that rules for places, and for events, have by hand.",
        "doubt:",
        f"  places: {{{', '.join(_list_places())}}}",
        f"  events: {find_doubt(_list_events()):.2f}",
    ]
    FILE.write_text(_HEAD + "".join(f"{line}\n" for line in lines), "utf-8")


def fit_curve(judged: Sequence[Judged], steps: int = 50) -> Curve:
    """Return the logistic curve that makes the verdicts likeliest (Newton's method)."""
    strengths = np.array([each.confidence for each in judged])
    right = np.array([each.right for each in judged], float)
    inputs = np.stack([strengths, np.ones_like(strengths)], axis=1)
    weights = np.zeros(2)
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-inputs @ weights))
        # A little of both kinds at every strength, so that a set without errors has an end too.
        pull = inputs.T @ (right - likely) - 0.1 * weights
        bend = (inputs * (likely * (1 - likely))[:, None]).T @ inputs + 0.1 * np.eye(2)
        weights += np.linalg.solve(bend, pull)
    return Curve(*map(float, weights))


def find_share(verdicts: Sequence[bool]) -> float:
    """Return how many are right, as if one more had been right and one wrong."""
    return (sum(verdicts) + 1) / (len(verdicts) + 2)


def find_doubt(judged: Sequence[Judged]) -> float:
    """Return what the doubt by hand has to be multiplied by, at most by 1.5."""
    by_hand = mean(1 - each.confidence for each in judged)
    wrong = sum(not each.right for each in judged) + PRIOR * by_hand
    return min(1.5, wrong / ((len(judged) + PRIOR) * by_hand))


def _select(judged: Iterable[JudgedName], kind: EntityType) -> list[Judged]:
    return [
        Judged(each.confidence, each.right)
        for each in judged
        if each.type == kind and each.source == "model"
    ]


def _list_events() -> list[Judged]:
    """Return the verdicts on events with their confidence by hand, as it is before correction."""
    left = load_words("confidence")["doubt"]["events"]
    judged = judge_events(read_tagger("accurate"))
    return [each._replace(confidence=1 - (1 - each.confidence) / left) for each in judged]


def _list_places() -> Iterable[str]:
    gazetteer = open_gazetteer(find_models_dir())
    rules: dict[str, list[Judged]] = {}
    for name in PLACES:
        for rule, judged in judge_places(read_gold(name), gazetteer):
            rules.setdefault(rule, []).append(judged)
    return [f"{rule}: {find_doubt(own):.2f}" for rule, own in sorted(rules.items())]


if __name__ == "__main__":
    main()
