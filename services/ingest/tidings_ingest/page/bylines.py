"""Bylines: who wrote an article, and where an agency sent it from.

Patterns see folded text (``folding``): half-width punctuation, simplified marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tidings_ingest.page.names import is_likely_name, read_names

_HAN: Final = "\u3400-\u9fff"
_PAPER: Final = (
    rf"(?:本报|本网|本刊|本台|本社"
    rf"|[{_HAN}]{{2,6}}?(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|周刊|网)"
    r"|晚报|日报|晨报|早报|商报|快报)"
)
_AGENCY: Final = (
    r"(?:新华社|新华网|中新社|中新网|中央社|人民网|央视新闻|央视网|法新社|路透社|美联社|塔斯社"
    rf"|共同社|韩联社|{_PAPER})"
)
_JOB: Final = (
    rf"(?:(?:{_AGENCY}|全媒体|融媒体?|首席|特约|特派|见习|实习|高级|摄影|文字|图片|体育|驻[{_HAN}]{{1,4}}?)*"
    r"(?:记者|通讯员|实习生|评论员|撰稿人?|作者|供稿|编译|采写|撰文|文字|摄影|文|图)(?![一-鿿]{5}))"
)
_JOBS: Final = re.compile(rf"{_JOB}\s*[:/]?\s*")
_STAFF_JOB: Final = re.compile(
    r"记者|通讯员|实习生|评论员|撰稿|作者|供稿|编译|采写|撰文|文/|图/|/图|/文|文字|摄影"
)
_DUTY: Final = re.compile(
    r"[\s/]*(?:摄影报道|联合报道|综合报道|报道|文并图|文/图|图/文|文/摄|文图|图文|采写|整理|综合整理|综合)$"
)
_FROM: Final = re.compile(
    rf"\s*发自[{_HAN}]{{2,6}}|[/\s]\s*[{_HAN}]{{2,4}}(?=\s*(?:综合|联合)?报道$)"
)
_MARK: Final = re.compile(r"^[□■◎●◆○▪◇☐\s]+")
_UNSIGNED: Final = ("本报评论员", "本报特约评论员", "本报评论员文章", "本报编辑部")
# Names of four reporters and as many correspondents; no byline seen is longer.
_LONGEST: Final = 80

_SOURCE: Final = re.compile(
    rf"(?:本报)?(?:综合|据|来源:?)\s*[{_HAN}、]{{1,16}}(?:社|网|报|新闻|电|报道|[电台])[^。]{{0,16}}"
)

_DATE: Final = r"(?:\d{1,2}月)?\d{1,2}日"
_ORIGIN: Final = re.compile(
    rf"[\[(]?(?:"
    rf"{_PAPER}讯"
    rf"|据?{_AGENCY}[{_HAN}·]{{0,10}}?\s?{_DATE}(?:专?电|讯)"
    rf"|据?{_AGENCY}[{_HAN}·]{{0,10}}?(?:专?电|讯)(?![{_HAN}])"
    rf")[\])]?"
)
_BRACKETS: Final = re.compile(r"\s?[(\[]([^()\[\]]{1,80})[)\]]")
_REPORTS: Final = re.compile(rf"\s?(?={_JOB})([^,。:!?;\"“]{{3,40}}?报道)\s?(?:[:,]|(?=\s))\s?")
_PUNCTUATION: Final = re.compile(r"\s*(?:题\s?:)?[:,]?\s*")
_LEADING_DATE: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of a byline, and the dateline where one stands in it. Either may be empty."""

    names: tuple[str, ...] = ()
    dateline: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A byline at the beginning of a paragraph; the body begins at ``end``.

    ``certain`` is not set for what also stands inside articles (据新华社电).
    """

    byline: Byline
    end: int
    certain: bool = True


def read_byline(folded: str) -> Byline | None:
    """Return the byline that a whole line is, or None: 本报记者 甲 乙, （记者 甲）, □甲, 文/甲."""
    if len(folded) > _LONGEST:
        return None
    bare = _MARK.sub("", folded)
    marked = bare != folded.strip()
    bracketed = re.fullmatch(r"\((.*)\)|\[(.*)\]", bare)
    if bracketed:
        bare = (bracketed.group(1) or bracketed.group(2) or "").strip()
        signed = read_bare_names(bare) or read_source(bare)
        if signed:
            return signed
    staff = read_staff(bare, marked=marked)
    # A whole line may also be a headline about reporters or photographs: look for a surname.
    if staff and staff.names and not any(map(_is_plausible, staff.names)):
        return None
    return staff


def read_staff(folded: str, *, marked: bool = False) -> Byline | None:
    """Return the names in ``folded`` when it is made of jobs and names and nothing else.

    ``marked`` says that a mark before it already tells that names follow (□甲).
    """
    if folded in _UNSIGNED:
        return Byline((folded,))
    origin = _ORIGIN.match(folded)
    if origin:
        after = folded[origin.end() :].strip(" :,")
        names = _read_jobs(after) if after else ()
        return Byline(names, origin.group().strip("[]()")) if names or not after else None
    if not marked and not _STAFF_JOB.search(folded):
        return None
    names = _read_jobs(folded)
    return Byline(names) if names else None


def read_bare_names(folded: str) -> Byline | None:
    """Return the names of a line that is nothing but names: good only where a byline may stand."""
    names = read_names(folded, labelled=False) if len(folded) <= _LONGEST else ()
    return Byline(names) if names and all(2 <= len(each) <= 3 for each in names) else None


def read_source(folded: str) -> Byline | None:
    """Return where a text in brackets says that the article is from: 据新华社, 来源：临江网."""
    return Byline((), folded) if _SOURCE.fullmatch(folded) else None


def match_lead(folded: str) -> Lead | None:
    """Return the byline that a paragraph begins with, or None: 本报讯(记者 甲)."""
    head = folded[: 2 * _LONGEST]
    origin = _ORIGIN.match(head)
    end = origin.end() if origin else 0
    names, after = _match_staff(head, end)
    if origin is None and after == end:
        return None
    end = _skip(head, max(end, after))
    dateline = _read_dateline(origin.group() if origin else "", head, end)
    certain = not head.startswith("据")
    return Lead(Byline(names, dateline), end, certain)


def _match_staff(head: str, start: int) -> tuple[tuple[str, ...], int]:
    """Return the names after ``start`` in brackets or before 报道, and where the text goes on."""
    for pattern in (_BRACKETS, _REPORTS):
        found = pattern.match(head, start)
        staff = read_staff(found.group(1).strip()) if found else None
        if found and staff and (staff.names or staff.dateline):
            return staff.names, found.end()
    return (), start


def _read_dateline(origin: str, head: str, end: int) -> str | None:
    """Return an agency's dateline; of the paper's own reports, the date the body begins with."""
    origin = origin.strip("[]()")
    if origin and not re.fullmatch(rf"{_PAPER}讯", origin):
        return origin
    date = _LEADING_DATE.match(head, end)
    return date.group() if date else None


def _skip(head: str, end: int) -> int:
    found = _PUNCTUATION.match(head, end)
    return found.end() if found else end


def _is_plausible(name: str) -> bool:
    return name in _UNSIGNED or len(name) == 1 or "·" in name or is_likely_name(name)


def _read_jobs(folded: str) -> tuple[str, ...]:
    """Return the names between the jobs of ``folded``; empty when a word is no name."""
    bare = folded.strip()
    reports = bare.endswith("报道")
    bare = _DUTY.sub("", _FROM.sub("", bare))
    bare = _JOBS.sub(" ", bare).strip()
    words = bare.split()
    if reports and len(words) > 1 and not is_likely_name(words[-1]):
        bare = " ".join(words[:-1])
    return read_names(bare, labelled=True)
