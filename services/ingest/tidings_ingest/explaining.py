"""``tidings split --explain``: each line of a page, what it was taken for, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from tidings.formats import TEXT
from tidings.reading import Problem, UnreadableError
from tidings.terminal import printable
from tidings_ingest.formats.sniffing import sniff_format
from tidings_ingest.formats.text import read_text
from tidings_ingest.page.explanation import ExplainedLine, explain_page
from tidings_ingest.page.verdicts import THRESHOLD, Verdict
from tidings_ingest.reading import SAYING_NOTHING, parse_content_type

_STYLES: Final = {
    "kicker": "yellow",
    "headline": "bold",
    "subhead": "italic",
    "byline": "cyan",
    "dateline": "cyan",
    "caption": "green",
    "table": "magenta",
    "cross-heading": "magenta",
}


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """The lines of a page, and notes on what had to be done to read it."""

    lines: Sequence[ExplainedLine]
    notes: tuple[str, ...]


def explain_body(body: bytes, content_type: str | None) -> ExplainedPage:
    """Return the lines of a page of text, each with why it is what it is.

    Raises UnreadableError: 415 for another format, whose fields name themselves, and what the
    reader of text says.
    """
    declared = parse_content_type(content_type)
    media_type = declared.media_type
    if media_type in SAYING_NOTHING:
        media_type = sniff_format(body).media_types[0]
    if media_type not in TEXT.media_types:
        detail = f"explains pages of text, and this is {media_type}"
        raise UnreadableError(415, Problem("--explain", detail))
    decoded = read_text(body, declared.charset)
    return ExplainedPage(explain_page(decoded.text), decoded.notes)


def describe_line(line: ExplainedLine) -> dict[str, Any]:
    """Return one line as JSON has it; ``heading`` where an article could have begun."""
    told: dict[str, Any] = {
        "line": line.number,
        "article": line.finding.article,
        "labels": list(line.finding.labels),
        "why": line.finding.why,
        "text": line.text,
    }
    if line.verdict:
        told["heading"] = _describe_verdict(line.verdict)
    return told


def _describe_verdict(verdict: Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {"begins_article": verdict.begins, "why": verdict.why}
    if verdict.signs:
        told["score"] = verdict.score
        told["threshold"] = THRESHOLD
        told["signs"] = [{"weight": weight, "sign": name} for weight, name in verdict.signs]
    return told


def paint_lines(lines: Sequence[ExplainedLine]) -> Table:
    """Return the lines for a terminal: number, article, label, and the text above the reasons.

    A text that is longer than the column is cut with an ellipsis.
    """
    table = Table(box=None, pad_edge=False)
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    table.add_column("article", justify="right", style="dim", no_wrap=True)
    table.add_column("label", width=13)
    table.add_column("text, and why", ratio=1)
    for line in lines:
        labels = line.finding.labels
        painted = Text("\n").join(Text(each, _STYLES.get(each, "")) for each in labels)
        article = str(line.finding.article or "")
        table.add_row(str(line.number), article, painted, _paint_reasons(line))
    return table


def _paint_reasons(line: ExplainedLine) -> Table | Text:
    if not line.text:
        return Text("")
    cell = Table.grid()
    cell.add_column(overflow="fold")
    shown = Text(printable(line.text, keep=""), no_wrap=True, overflow="ellipsis")
    cell.add_row(shown)
    for reason in _tell_reasons(line):
        cell.add_row(Text(printable(reason, keep=""), "dim"))
    return cell


def _tell_reasons(line: ExplainedLine) -> Iterator[str]:
    yield line.finding.why
    verdict = line.verdict
    if verdict and verdict.why != line.finding.why:
        yield f"{'an article begins' if verdict.begins else 'no article begins'}: {verdict.why}"
    if verdict and verdict.signs:
        signs = ", ".join(f"{weight:+} {name}" for weight, name in verdict.signs)
        yield f"{verdict.score} of {THRESHOLD} needed: {signs}"
