"""Bylines, datelines and picture credits as English-language papers print them."""

from __future__ import annotations

import re
from typing import Final

from tidings.article import Caption
from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.dates import MONTH
from tidings_ingest.page.leads import Lead

_WORD: Final = r"(?:[A-Z][\w.'’-]*|de|van|von|bin|al)"
_NAME: Final = rf"{_WORD}(?: {_WORD}){{0,4}}"
_BY: Final = re.compile(r"(?:By|BY|by|Words by|Story by|Reported by)\s+(?=[A-Z])(.+)")
_AND: Final = re.compile(r"\s*(?:,|;|&|\band\b|\bAND\b|\bwith\b)\s*")
_ROLE: Final = re.compile(
    r"(?i)\b(?:staff|writers?|reporters?|correspondents?|editors?|columnist|contributor|special to"
    r"|bureau|agency|press|news|post|times|herald|daily|gazette|tribune|courier|chronicle"
    r"|observer)\b"
)
_JOB: Final = re.compile(r"(?i)\b(?:staff|writer|reporter|correspondent|editor|columnist)\b")
_LONGEST_NAME: Final = 40
_PLACE: Final = re.compile(r"\s+(?:in|from)\s+[A-Z].*$")
_FULL_NAME: Final = re.compile(_NAME)
# A byline names four people at most; a paragraph that begins with "By" is longer.
_LONGEST: Final = 120

# Capitals with the marks of other languages on them: SÃO PAULO, KRAKÓW.
_CAPITAL: Final = "A-ZÀ-ÖØ-Þ"
_REGION: Final = r"(?:, [A-Z][\w. ]{1,20})?"
_DAY: Final = rf" ?, ?(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:, \d{{4}})?"
_WIRES: Final = r"\((?:AP|Reuters|AFP|Xinhua|UPI|dpa|Kyodo|Yonhap|TASS|Bloomberg)\)"
# A city that is not in capitals needs the name of an agency, or it could be any sentence.
_DATELINE: Final = re.compile(
    rf"([{_CAPITAL}][{_CAPITAL}.'’/ -]{{2,40}}{_REGION}(?:{_DAY})?(?: \([A-Z][\w./ -]{{1,30}}\))?"
    rf"|[A-Z][\w.'’ -]{{2,30}}{_REGION}(?:{_DAY})? {_WIRES}|{_WIRES})\s*(?:[—–-]{{1,2}}|_)\s+(?=\S)"
)
_PHOTO: Final = r"(?:(?i:file )?[Pp]hoto(?:graph)?s?|PHOTOS?|Picture|Image)"
_CREDIT: Final = re.compile(
    rf"[(\[]?\s*(?:{_PHOTO}(?:(?i: by| courtesy of)|:| /)|(?i:courtesy of))\s*"
    r"(?P<by>[A-Z][\w.'’ -]{0,40}?)(?: ?[/,|] ?[\w.' ]{2,40})?\s*[)\]]?\.?$"
    rf"|(?:(?<=[.!?”\"])\s+|\s{{2,}}|\s*[(\[])(?P<name>{_NAME}) ?/ ?"
    r"[A-Z][\w.' ]{1,40}\s*[)\]]?\.?$"
    rf"|\s{{2,}}(?P<alone>{_NAME}) (?i:photo|for the [\w ]{{3,30}})$"
)
_APART: Final = r"(?:(?<=[.!?”\"])\s+|\s{2,}|\s*[(\[])"
# The agency before the name, or no name at all.
_AGENCY_CREDIT: Final = re.compile(
    rf"{_APART}(?:(?:AP|AFP|EPA|REUTERS|Reuters|Xinhua|Bloomberg|Getty Images)(?: {_PHOTO})? ?/ ?"
    rf"(?P<by>{_NAME})|(?i:courtesy|handout|file) {_PHOTO}|{_PHOTO} ?/ ?[A-Z]\w+|Getty Images)"
    r"\s*[)\]]?\.?$"
)
# The longest credit: a name, a slash, an agency, each of 40 characters, and the words around.
_TAIL: Final = 110


def read_english_byline(text: str) -> Byline | None:
    """Return the byline that a whole line is, or None: By Jane Doe; JANE DOE, Staff Writer."""
    if len(text) > _LONGEST or text.endswith((".", ":")) or _DATELINE.match(text):
        return None
    found = _BY.fullmatch(text)
    if found:
        names = _read_names(found.group(1))
        return Byline(names) if names else None
    names = _read_names(text)
    roles = _AND.split(text)[len(names) :]
    if names and roles and " " in names[0] and all(map(is_role, roles)):
        return Byline(names)
    return None


def read_name_over_job(text: str, below: str) -> Byline | None:
    """Return the byline that a name is when the line below it tells the job: Staff Writer."""
    if len(text) > _LONGEST_NAME or not (is_role(below) and _JOB.search(below)):
        return None
    name = _FULL_NAME.fullmatch(text) if not _BY.match(text) else None
    return Byline((text,)) if name and 2 <= len(text.split()) <= 4 else None


def is_role(text: str) -> bool:
    """Say whether the line under a byline tells what its people are: Staff Writer."""
    words = text.split()
    return len(words) <= 6 and bool(_ROLE.search(text)) and all(map(_is_role_word, words))


def _is_role_word(word: str) -> bool:
    return word[0].isupper() or word in ("of", "the", "for", "in", "to", "and") or word == "staff"


def match_dateline(text: str) -> Lead | None:
    """Return the dateline that a paragraph begins with, or None: LINJIANG, Nov 3 (Agency) —."""
    found = _DATELINE.match(text[:_LONGEST])
    if found is None:
        return None
    dateline = found.group(1).strip()
    return Lead(Byline((), dateline.strip("()") if dateline[0] == "(" else dateline), found.end())


def match_english_credit(text: str) -> Caption | None:
    """Return the caption that a line with a credit at its end is, or None."""
    start = max(0, len(text) - _TAIL)
    tail = text[start:]
    # Few lines hold any of these, and looking for them is quicker than for the credit.
    may_name_agency = any(each in tail for each in ("/", "hoto", "PHOTO", "Image"))
    if may_name_agency and (agency := _AGENCY_CREDIT.search(tail)):
        return Caption(text=text[: start + agency.start()].rstrip(), photographer=agency["by"])
    found = _CREDIT.search(tail)
    if found is None:
        return None
    name = found["by"] or found["name"] or found["alone"]
    return Caption(text=text[: start + found.start()].rstrip(), photographer=name.strip())


def _read_names(text: str) -> tuple[str, ...]:
    names: list[str] = []
    for placed in _AND.split(text.split(" | ", maxsplit=1)[0]):
        part = _PLACE.sub("", placed)
        if not part or _ROLE.search(part) or not _FULL_NAME.fullmatch(part):
            break
        names.append(part)
    return tuple(names)
