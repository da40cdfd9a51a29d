"""Bylines in front of a paragraph: 本报讯（记者 甲 乙）, 新华社武汉11月3日电."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from tidings_ingest.page.bylines import JOB, LONGEST, Byline, read_staff
from tidings_ingest.page.names import is_likely_name
from tidings_ingest.page.origins import AGENCY, HAN, ORIGIN, OWN_REPORT

_BRACKETS: Final = re.compile(r"\s?[(\[]([^()\[\]]{1,80})[)\]]")
_REPORTS: Final = re.compile(rf"\s?(?={JOB})([^,。:!?;\"“]{{3,40}}?报[道导])\s?(?:[:,]|(?=\s))\s?")
# 記者張大明／台北報導: after the place nothing has to part it from the text.
_SLASHED: Final = re.compile(
    rf"\s?(?={JOB})([^,。:!?;\"“/]{{3,24}}/\s?[{HAN}]{{2,4}}\s?报[道导])[:,]?\s?"
)
_STARTS_WITH_JOB: Final = re.compile(rf"\s?{JOB}")
# A gap that is wider than a space between words.
_GAP: Final = re.compile(r"\s*(?:\u3000|\s\s)\s*")
# Up to four gaps: between a job and its names, and between these.
_MOST_GAPS: Final = 4
# A space in front of what an agency's dateline ends with.
_SPACED: Final = re.compile(r"[^电讯]{0,40}?\s[^电讯]{0,40}[电讯]")
_BEGINNING: Final = re.compile(rf"[(\[]?据?{AGENCY}|[(\[]{JOB}")
_PUNCTUATION: Final = re.compile(r"\s*(?:题\s?:)?[:,]?\s*")
_LEADING_DATE: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
# 中央社记者甲某某台北3日电: the name and the place stand together.
_REPORTER_INSIDE: Final = re.compile(r"记者([\u3400-\u9fff]{4,9}?)\d")


@dataclass(frozen=True, slots=True)
class Lead:
    """A byline at the beginning of a paragraph; the body begins at ``end``.

    ``certain`` is not set for what also stands inside articles (据新华社电).
    """

    byline: Byline
    end: int
    certain: bool = True


def match_lead(text: str, folded: str) -> Lead | None:
    """Return the byline that a paragraph begins with, or None."""
    head = folded[: 2 * LONGEST]
    origin, end = _match_origin(head)
    names, after = _match_staff(head, end)
    if after == end:
        names, after = _match_set_apart(text[: len(head)], head, end)
    if not origin and after == end:
        return None
    skipped = _PUNCTUATION.match(head, max(end, after))
    end = skipped.end() if skipped else max(end, after)
    named = origin.strip("[]()")
    dateline = named if named and not OWN_REPORT.fullmatch(named) else None
    byline = Byline(names or _read_inside(named), dateline)
    certain = not origin.startswith(("据", "综合"))
    return Lead(byline.as_printed(head, text[: len(head)]), end, certain)


def may_lead(folded: str) -> bool:
    """Say whether a line begins like a byline in front of a paragraph."""
    return bool(_BEGINNING.match(folded[:LONGEST]))


def _match_origin(head: str) -> tuple[str, int]:
    """Return the origin that ``head`` begins with, without white space in it, and its end.

    Scanned pages have spaces in it: 新 华 社 北京 7月 21日电. With any, only what cannot be read as
    the words of a sentence is taken: a date, or the paper's own report.
    """
    found = ORIGIN.match(head)
    if found:
        return "".join(found.group().split()), found.end()
    if not _SPACED.match(head):
        return "", 0
    kept = [at for at, each in enumerate(head) if not each.isspace()]
    found = ORIGIN.match("".join(head[at] for at in kept))
    if found is None or not ("日" in found.group() or OWN_REPORT.match(found.group().strip("[("))):
        return "", 0
    return found.group(), kept[found.end() - 1] + 1


def _match_staff(head: str, start: int) -> tuple[tuple[str, ...], int]:
    """Return the names after ``start`` in brackets or before 报道, and where the text goes on."""
    for pattern in (_BRACKETS, _REPORTS, _SLASHED):
        found = pattern.match(head, start)
        staff = read_staff(found.group(1).strip()) if found else None
        if found and staff and (staff.names or staff.dateline):
            return staff.names or _read_inside(staff.dateline or ""), found.end()
    return (), start


def _match_set_apart(text: str, head: str, start: int) -> tuple[tuple[str, ...], int]:
    """Return the names after ``start`` before a wide gap, and where the text goes on.

    本报记者 甲某某　截至昨日…: only ``text`` still tells the gap from the space between words.
    """
    if not _STARTS_WITH_JOB.match(head, start):
        return (), start
    for gap in islice(_GAP.finditer(text, start + 1, start + LONGEST), _MOST_GAPS):
        staff = read_staff(head[start : gap.start()].strip())
        if staff and staff.names and gap.end() < len(text):
            return staff.names, gap.end()
    return (), start


def _read_inside(origin: str) -> tuple[str, ...]:
    """Return the reporter whom an agency names in front of the place."""
    found = _REPORTER_INSIDE.search(origin)
    if found is None:
        return ()
    both = found.group(1)
    length = 3 if len(both) > 4 and is_likely_name(both[:3]) else 2
    return (both[:length],) if is_likely_name(both[:length]) else ()


def find_leading_date(body: str) -> str | None:
    """Return the date that the body of a paper's own report begins with."""
    date = _LEADING_DATE.match(body)
    return date.group() if date else None
