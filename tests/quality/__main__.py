"""``make quality``: measure every figure, show each beside the recorded one, and save them."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Sequence

from quality import relevance, topic_gold
from quality.figures import RECORDED, Figures, find_fallen, read_figures, select_own, write_figures
from quality.figures_page import PAGE, write_tables
from quality.judging import EVAL
from quality.measurement import ROOT, measure_own, measure_topics
from quality.reliability_page import measure_reliability, write_reliability
from quality.searched_relevance import measure_relevance, run_elasticsearch
from quality.shared_gold import measure_shared
from rich.console import Console
from rich.table import Table

SAVED = ROOT / "build/quality.json"
LEAST_WIDTH = 110


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 1 when a figure has fallen."""
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORDED.name} as well")
    record = parser.parse_args(arguments).record
    recorded = read_figures() if RECORDED.exists() else {}
    measured = dict(measure_own()) | dict(measure_shared())
    revision = find_revision()
    # A file that the table is written to has no width, and rich takes 80 columns then.
    console = Console(highlight=False, width=max(Console().width, LEAST_WIDTH))
    console.print(build_table(measured, recorded, revision))
    with run_elasticsearch() as url:
        searched = measure_relevance(url)
    console.print(relevance.build_table(searched, relevance.read_recorded()))
    write_figures(SAVED, measured, revision)
    console.print(f"saved as {SAVED.relative_to(ROOT)}")
    if record:
        old = select_own(recorded).keys() | measured.keys()
        known = measured | {name: score for name, score in recorded.items() if name not in old}
        write_figures(RECORDED, known, revision)
        page = write_tables(PAGE.read_text("utf-8"), known)
        if EVAL.is_dir():
            page = write_reliability(page, measure_reliability())
        PAGE.write_text(page, "utf-8")
        relevance.write_recorded(searched, revision)
        topics = topic_gold.PAGE
        topics.write_text(
            topic_gold.write_table(topics.read_text("utf-8"), measure_topics()), "utf-8"
        )
        written = (each.relative_to(ROOT) for each in (RECORDED, relevance.RECORDED, PAGE, topics))
        console.print(f"recorded in {', '.join(map(str, written))}")
        return 0
    fallen = find_fallen(recorded, measured)
    for name, figures in fallen.items():
        console.print(f"fallen: {name}: {figures}", style="red")
    if relevance.has_fallen(searched, relevance.read_recorded()):
        console.print("fallen: relevance of searches", style="red")
        return 1
    return 1 if fallen else 0


def build_table(measured: Figures, recorded: Figures, revision: str) -> Table:
    """Return one row a figure, with how far F1 is from the recorded one."""
    table = Table(title=f"quality at {revision}", box=None, padding=(0, 2, 0, 0), expand=False)
    table.add_column("measured on", no_wrap=True)
    for heading in ("what", "precision", "recall", "F1", "of", "recorded"):
        table.add_column(heading, justify="left" if heading == "what" else "right", no_wrap=True)
    before = ""
    for name, score in measured.items():
        where, what = name.split(": ")
        shares = (f"{each:.3f}" for each in (score.precision, score.recall, score.f1))
        moved = f"{score.f1 - recorded[name].f1:+.3f}" if name in recorded else "new"
        shown = "" if where == before else where
        table.add_row(shown, what, *shares, str(score.wanted), moved.replace("+0.000", "="))
        before = where
    return table


def find_revision() -> str:
    """Return the commit that is checked out, and whether the code differs from it."""
    commit = _ask_git("rev-parse", "--short=12", "HEAD")
    changed = _ask_git("status", "--porcelain", "--", "services", "shared", "tests/data")
    return f"{commit or 'unknown'}{' with changes' if changed else ''}"


def _ask_git(*arguments: str) -> str:
    asked = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
