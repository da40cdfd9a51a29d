"""The stages that run: whether they answer, of which version they are, what their clock says."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from tidings import __version__
from tidings.doctor.clock_skew import judge_skew
from tidings.doctor.finding import Finding, Place, Severity, note_unchecked
from tidings.endpoints import find_metrics_urls
from tidings.push_session import open_stack_client
from tidings.top.gathering import describe_silence
from tidings.top.scrape import Away, Look, NoMetricsError, Target, parse_metrics
from tidings.top.view import StageView, view_stage

ANSWER_WITHIN_S: Final = 3.0
SEVERITIES: Final[Mapping[str, Severity]] = {"ready": "ok", "waiting": "warning"}
ADVICE: Final = {
    "away": "tidings status; its log says why it ended",
    "stuck": "its log says at what; a restart of the stage loses nothing",
    "waiting": "repair what it waits for; it goes on by itself",
}


def examine_stages(place: Place) -> Iterable[Finding]:
    """Give how each stage of the stack on the data folder stands."""
    targets = [Target(*each) for each in find_metrics_urls(place.data_dir).items()]
    if not targets or not place.runs:
        yield note_unchecked("stages", "no stack runs here", "tidings up")
        return
    with ThreadPoolExecutor(len(targets)) as pool:
        for target, (look, skew) in zip(targets, pool.map(_ask, targets), strict=True):
            stage = view_stage(target, [look])
            yield from judge_stage(stage, __version__)
            if skew is not None:
                yield judge_skew(stage.name, *skew)


def judge_stage(stage: StageView, installed: str) -> Iterable[Finding]:
    """Give what a stage's state and version say, where ``installed`` is here."""
    check = f"stage {stage.name}"
    severity: Severity = SEVERITIES.get(stage.state, "error")
    seen = stage.state if stage.detail is None else f"{stage.state}: {stage.detail}"
    yield Finding(check, severity, seen, "ready", ADVICE.get(stage.state, ""))
    if stage.version is not None:
        is_same = stage.version == installed
        yield Finding(
            f"version of {stage.name}",
            "ok" if is_same else "warning",
            stage.version,
            f"{installed}, which is installed here",
            "" if is_same else "start the stage of the installed version: tidings down, tidings up",
        )


def _ask(target: Target) -> tuple[Look, tuple[float, float] | None]:
    """Return the answer, and our time and the stage's in the middle of it."""
    try:
        with open_stack_client(target.url) as client:
            before = time.time()
            answer = client.get(target.url, timeout=ANSWER_WITHIN_S).raise_for_status()
            ours = (before + time.time()) / 2
        skew = None
        if said := answer.headers.get("Date"):
            # Whole seconds, cut off: half of one on average.
            skew = ours, parsedate_to_datetime(said).timestamp() + 0.5
        return parse_metrics(answer.text, time.monotonic()), skew
    except httpx.HTTPError as error:
        return Away(time.monotonic(), describe_silence(error)), None
    except (NoMetricsError, ValueError) as error:
        return Away(time.monotonic(), str(error)), None
