"""The reliability table of docs/tagging.md: said and observed, on what was not fitted to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quality.judging import EVAL, judge_events, judge_names, judge_places
from quality.measurement import KINDS, PLACES, read_tagger
from quality.place_gold import read_gold
from quality.reliability import Judged, render

from tidings_enrich.models.build import find_models_dir
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.tagging.confidence import correct_place

_MARKED = re.compile(r"(<!-- reliability -->\n).*?(<!-- end of reliability -->)", re.DOTALL)
# Names are fitted on the first half of the shared sentences.
SHOWN_HALF = 1


def measure_reliability() -> dict[str, Sequence[Judged]]:
    """Return the verdicts of each row; names only where the shared sentences are."""
    sets: dict[str, Sequence[Judged]] = {}
    for kind in KINDS if EVAL.is_dir() else ():
        names = list(judge_names(read_tagger(kind), SHOWN_HALF))
        sets[f"names, {kind}"] = [Judged(each.confidence, each.right) for each in names]
        for source in ("model", "mended", "rule"):
            sets[f"names, {kind}, by {source}"] = [
                Judged(each.confidence, each.right) for each in names if each.source == source
            ]
    gazetteer = open_gazetteer(find_models_dir())
    sets["places resolved"] = [
        judged._replace(confidence=correct_place(judged.confidence, rule))
        for name in PLACES
        for rule, judged in judge_places(read_gold(name), gazetteer)
    ]
    sets["events"] = list(judge_events(read_tagger("accurate")))
    return sets


def write_reliability(page: str, sets: dict[str, Sequence[Judged]]) -> str:
    """Return the page with the table between its marks in place of what is there."""
    table = "".join(f"{line}\n" for line in render(sets))
    return _MARKED.sub(lambda found: f"{found[1]}{table}{found[2]}", page)
