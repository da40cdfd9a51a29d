"""Show what was decided on each line of a page, and why. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from tidings_ingest.page.articles import Page, read_pieces
from tidings_ingest.page.furniture import HEADER, find_marks
from tidings_ingest.page.headings import sort_heading
from tidings_ingest.page.healing import heal
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.joints import Piece, join_pieces, name_piece
from tidings_ingest.page.lines import Line, read_lines
from tidings_ingest.page.roles import RESUMED
from tidings_ingest.page.sections import Section
from tidings_ingest.page.split import MOST_LINES, PageCut, cut_page
from tidings_ingest.page.tails import Trimmed, trim_paragraphs
from tidings_ingest.page.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What a line is: its labels in printed order, why, and the article it is in, from 1."""

    labels: tuple[str, ...]
    why: str
    article: int | None = None


_EMPTY: Final = Finding(("furniture",), "nothing of it is left")


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A physical line of a page. ``verdict``: what was decided on an article that begins at it."""

    number: int
    text: str
    finding: Finding
    verdict: Verdict | None = None


def explain_page(text: str) -> list[ExplainedLine]:
    """Return every line of ``text`` down to the last that is not blank, as it was decided on."""
    lines = read_lines(text)
    if not lines:
        return []
    if len(lines) > MOST_LINES:
        whole = Finding(("body",), "too many lines for a page: all is one article", 1)
        return _add_blanks([ExplainedLine(each.number, each.text, whole) for each in lines], "")
    cut = cut_page(text, lines)
    found: dict[int, Finding] = dict(_find(cut, lines))
    verdicts = cut.sections[0].verdicts if cut.sections else {}
    told = "parts paragraphs or articles" if cut.page.layout.blanks_tell else "tells nothing"
    return _add_blanks(
        [
            ExplainedLine(
                each.number, each.text, found.get(each.number, _EMPTY), verdicts.get(each.number)
            )
            for each in lines
        ],
        f"a blank line on this page {told}",
    )


def _add_blanks(lines: list[ExplainedLine], why: str) -> list[ExplainedLine]:
    """Return the lines with the blank ones between them."""
    blank = Finding(("blank",), why)
    filled: list[ExplainedLine] = []
    for line in lines:
        filled += [ExplainedLine(n, "", blank) for n in range(len(filled) + 1, line.number)]
        filled.append(line)
    return filled


def _find(cut: PageCut, lines: list[Line]) -> Iterator[tuple[int, Finding]]:
    headers = {line.number for line in cut.page.headers}
    by_number = {line.number: line for line in lines}
    for number, why in cut.furniture.items():
        label = "page header" if number in headers else "furniture"
        marks = find_marks(by_number[number]) if why == HEADER else []
        yield number, Finding((label,), f"{why}: {', '.join(marks)}" if marks else why)
    articles = count(1)
    for section in cut.sections:
        if section.names_page:
            why = "above the first headline: no byline, and no sentence ends"
            for item in section.items:
                yield item.line.number, Finding(("furniture",), why)
        else:
            article = next(articles)
            yield from _find_items(section, by_number, cut.furniture.keys(), article)
            yield from _find_body(section, cut.page, article)


def _find_items(
    section: Section, lines: dict[int, Line], furniture: Container[int], article: int
) -> Iterator[tuple[int, Finding]]:
    """Yield the heading and what has a role by itself; no line of the body without a byline."""
    for line, part, why in sort_heading(section.heading).lines:
        yield line.number, Finding((part.value,), why, article)
    for item in section.items:
        if item.role is Role.TEXT:
            continue
        finding = Finding(_name_labels(item), item.why, article)
        for number in range(item.line.number, item.last_number + 1):
            if number in lines and number not in furniture:
                yield number, finding


def _name_labels(item: Item) -> tuple[str, ...]:
    """Return the labels of an item apart from its text."""
    if item.role is not Role.TEXT and item.role is not Role.BYLINE:
        return ("jump line" if item.role is Role.JUMP else item.role.value,)
    if item.why == RESUMED:
        return ("jump line",)
    byline = item.lead.byline if item.lead else item.byline
    labels = ("dateline",) if byline.dateline else ()
    return (*labels, "byline") if byline.names or not labels else labels


def _find_body(section: Section, page: Page, article: int) -> Iterator[tuple[int, Finding]]:
    leads = {item.line.number: item for item in section.items if item.role is Role.TEXT}
    pieces = read_pieces(section)
    paragraphs: list[list[tuple[Piece, Finding]]] = []
    for piece, joint in join_pieces(pieces, page.layout):
        if not joint.goes_on:
            paragraphs.append([])
        labels: tuple[str, ...] = (name_piece(piece, joint),)
        why = joint.why
        item = leads[piece.line.number]
        if item.lead:
            labels = (*_name_labels(item), *labels)
            why = f"{item.why}: {piece.line.text[: item.lead.end].strip()}"
        paragraphs[-1].append((piece, Finding(labels, why, article)))
    whole = heal(pieces, page.layout, page.compounds).split("\n")
    for found, paragraph, trimmed in zip(paragraphs, whole, trim_paragraphs(whole), strict=False):
        yield from _add_tail(found, paragraph[len(trimmed.kept) :].strip(), trimmed)


def _add_tail(
    found: list[tuple[Piece, Finding]], tail: str, trimmed: Trimmed
) -> Iterator[tuple[int, Finding]]:
    """Yield the findings of a paragraph with what was taken off its end: ``tail``."""
    taken = ("jump line",) if trimmed.has_jump else ()
    if trimmed.byline.names or not taken:
        taken = ("byline", *taken)
    if trimmed.byline.dateline:
        taken = (*taken, "dateline")
    for piece, finding in reversed(found):
        if not tail:
            yield piece.line.number, finding
            continue
        kept = () if tail.endswith(piece.text) else finding.labels
        why = f"{finding.why}; at its end: {tail}" if kept else f"at the end of a paragraph: {tail}"
        yield piece.line.number, Finding((*kept, *taken), why, finding.article)
        tail = tail[: -len(piece.text)].rstrip()
