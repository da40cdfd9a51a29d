"""Marked pages: each line says what it is, and its text has its names, times and events marked.

A line is ``label|text``. Its label says what it is on the page:

    .  outside of the articles    k h s  kicker, headline, subhead    b  byline    j  jump
    P  opens a paragraph          -  goes on with it                  t  row of a table
    c  caption

or it is not of the page: ``!`` a field of the page (language, date), ``A`` an article begins,
``=`` a person's titles (``name: title@body；title``), ``@`` the roles of an event in the paragraph
before, ``//`` a comment. An empty line is one of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marked_gold.events import GoldEvent, Note, group_events, read_note
from marked_gold.marks import LEFT_OUT, Mark, MarkedText, read_marks

FOLDER = Path(__file__).parents[1] / "data/pages"
_HEADINGS = {"k": "kicker", "h": "headline", "s": "subhead"}


@dataclass
class Part:
    """Lines that belong together, by their number on the page, and the notes after them."""

    label: str
    lines: dict[int, str]
    notes: list[str] = field(default_factory=list)


@dataclass
class MarkedArticle:
    """An article: ``gold`` has the fields of a ``.gold.json``; offsets are those of ``body``."""

    parts: list[Part] = field(default_factory=list)
    gold: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def body(self) -> str:
        """Return the paragraphs as the body of an article has them."""
        return "\n".join(self.gold["paragraphs"])

    @property
    def events(self) -> list[GoldEvent]:
        """Return the events in order."""
        return group_events(self.body, self.marks, self.notes)

    def texts(self, kind: str, *, optional: bool = False) -> list[str]:
        """Return the marked texts of a kind: those that a reader may leave out, or the others."""
        return [m.text for m in self.marks if m.kind == kind and m.optional == optional]


@dataclass
class MarkedPage:
    """A page as it is printed, and the articles on it."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    articles: list[MarkedArticle] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the page as a file of it would be."""
        return "".join(f"{each}\n" for each in self.lines)

    @property
    def day(self) -> date:
        """Return the day on which the paper came out."""
        return date.fromisoformat(self.fields["date"])


def read_pages(half: str) -> Iterator[MarkedPage]:
    """Yield the pages of a half, ``seen`` or ``unseen``, by name."""
    for path in sorted((FOLDER / half).glob("*.page")):
        yield read_page(path.stem, path.read_text(encoding="utf-8"))


def read_page(name: str, source: str) -> MarkedPage:
    """Return a page; raises ValueError for what cannot be read as one."""
    page = MarkedPage(name)
    for raw in source.splitlines():
        if not raw.startswith("//"):
            _take_line(page, raw)
    joint = " " if page.fields["language"] == "en" else ""
    for article in page.articles:
        _complete(article, page, joint)
    return page


def _take_line(page: MarkedPage, raw: str) -> None:
    label, _, content = raw.partition("|")
    if not raw.strip() or label == ".":
        page.lines.append(raw if not raw.strip() else content)
    elif label == "!":
        key, _, value = content.partition(": ")
        page.fields[key] = value
    elif label == "A":
        page.articles.append(MarkedArticle())
    elif label == "=":
        person, _, titles = content.partition(": ")
        pairs = (each.partition("@") for each in titles.split("；"))
        page.articles[-1].titles[person] = [(title, body or None) for title, _, body in pairs]
    elif label == "@":
        page.articles[-1].parts[-1].notes.append(content)
    elif label in ("-", *"khsbjPtc"):
        page.lines.append("")
        _take_part(page.articles[-1].parts, label, len(page.lines), content)
    else:
        raise ValueError(f"{page.name}: a line of no known kind: {raw}")


def _take_part(parts: list[Part], label: str, number: int, content: str) -> None:
    if label != "-":
        parts.append(Part(label, {number: content}))
        return
    paragraph = next(each for each in reversed(parts) if each.label == "P")
    paragraph.lines[number] = content
    if paragraph is not parts[-1]:  # a caption cut it: what follows belongs to the paragraph
        parts.remove(paragraph)
        parts.append(paragraph)


def _complete(article: MarkedArticle, page: MarkedPage, joint: str) -> None:
    gold: dict[str, Any] = dict.fromkeys(("kicker", "headline", "subhead", "dateline"))
    article.gold = {**gold, "byline": [], "captions": [], "paragraphs": []}
    for part in article.parts:
        read = read_marks("\n".join(part.lines.values()), joint)
        for number, line in zip(part.lines, read.page.split("\n"), strict=True):
            page.lines[number - 1] = line
        _put(article, part, read)
    numbers = [number for part in article.parts for number in part.lines]
    article.gold["lines"] = [min(numbers), max(numbers)]


def _put(article: MarkedArticle, part: Part, read: MarkedText) -> None:
    gold, left_out = article.gold, {m.kind: m for m in read.marks if m.kind in LEFT_OUT}
    if part.label in _HEADINGS:
        name = _HEADINGS[part.label]
        gold[name] = " ".join(filter(None, (gold[name], read.body)))
    elif part.label == "c":
        credit = left_out.get("CREDIT")
        gold["captions"].append({"text": read.body, "photographer": credit and credit.value})
    elif part.label in "Pt":
        start = len(article.body) + bool(gold["paragraphs"])
        gold["paragraphs"].append(read.body)
        article.marks += [m.move(start) for m in read.marks if m.kind not in LEFT_OUT]
        end = start + len(read.body)
        article.notes += [read_note(each, start, end) for each in part.notes]
    if "BYLINE" in left_out:
        gold["byline"] += filter(None, (left_out["BYLINE"].value or "").split("、"))
    if "DATELINE" in left_out:
        gold["dateline"] = left_out["DATELINE"].value
