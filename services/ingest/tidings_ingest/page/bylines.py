"""Bylines: lines, or texts in brackets, that hold jobs and names and nothing else.

Patterns see folded text (``folding``): half-width punctuation, simplified marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tidings_ingest.page.names import is_likely_name, read_names
from tidings_ingest.page.origins import AGENCY, HAN, ORIGIN, PLACES, is_author_note, is_source

# Three words before a job at most (本报 首席 摄影 记者): more would let a pattern run for ages.
_RANKS: Final = r"全媒体|融媒体?|首席|特约|特派|见习|实习|高级|摄影|文字|图片|体育"
_BEFORE_JOB: Final = rf"(?:{AGENCY}|{_RANKS}|驻[{HAN}]{{1,4}}?)"
JOB: Final = (
    rf"(?:{_BEFORE_JOB}{{0,3}}(?:记者|通讯员|实习生|评论员|撰稿人?|作者|供稿|编译|采写|撰文)"
    r"|文\s?/\s?图|图\s?/\s?文"
    r"|(?:文图|图文|文字|图片|摄影|文|图)(?=\s*[/:])|(?:文字|摄影)(?=\s))"
)
_JOBS: Final = re.compile(rf"{JOB}\s*[:/]?\s*")
_ON_STAFF: Final = re.compile(rf"{AGENCY}(?:首席|特约|特派|见习|全媒体|融媒体?)?记者|通讯员|评论员")
_DUTY: Final = re.compile(
    r"[\s/]*(?:(?:摄影|联合|综合)?报[道导]|文并图|文/图|图/文|文/摄|文图|图文|采写|整理|综合整理|综合)$"
)
_FROM: Final = re.compile(
    rf"\s*发自[{HAN}]{{2,6}}"
    rf"|/\s*[{HAN}]{{2,4}}(?:[{HAN}\d]{{1,4}}日)?(?=\s*(?:综合|联合)?报[道导]$)"
)
# A hollow square stands before names only; solid marks stand before points of a list as well.
_MARK: Final = re.compile(r"[□☐]\s*")
_BULLET: Final = re.compile(r"[■◎●◆○▪◇]\s*")
# Who wrote a letter to the editor.
_LETTER: Final = re.compile(rf"(?:热心)?(?:读者|网友|市民)\s+([{HAN}]{{1,3}}(?:先生|女士)?)")
_UNSIGNED: Final = re.compile(rf"{AGENCY}(?:特约)?(?:评论员|编辑部)(?:文章)?")
# Names of four reporters and as many correspondents; no byline seen is longer.
LONGEST: Final = 80
# Four names without a job, and the marks between them.
_LONGEST_BARE: Final = 20


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of a byline, and the dateline where one stands in it. Either may be empty."""

    names: tuple[str, ...] = ()
    dateline: str | None = None

    def as_printed(self, folded: str, text: str) -> Byline:
        """Return the same in the spelling of ``text``, whose folded form it was read from."""
        names = tuple(_find_printed(each, folded, text) for each in self.names)
        return Byline(names, self.dateline and _find_printed(self.dateline, folded, text))


def read_byline(folded: str) -> Byline | None:
    """Return the byline that a whole line is, or None: 本报记者 甲 乙, （记者 甲）, □甲, 文/甲."""
    if len(folded) > LONGEST:
        return None
    marked = _MARK.match(folded)
    bare = _BULLET.sub("", folded[marked.end() if marked else 0 :], count=1)
    bracketed = re.fullmatch(r"\((.*)\)|\[(.*)\]", bare)
    letter = _LETTER.fullmatch(folded)
    if letter:
        return Byline((letter.group(1),))
    if bracketed:
        bare = (bracketed.group(1) or bracketed.group(2) or "").strip()
        signed = read_bare_names(bare) or read_source(bare)
        if signed:
            return signed
    staff = read_staff(bare, marked=marked is not None)
    if staff is None or marked or not staff.names or _ON_STAFF.match(bare):
        return staff
    # A whole line may also be a headline about reporters or photographs: look for a surname.
    return staff if any(map(_is_plausible, staff.names)) else None


def read_staff(folded: str, *, marked: bool = False) -> Byline | None:
    """Return the names in ``folded`` when it is made of jobs and names and nothing else.

    ``marked`` says that a mark before it already tells that names follow (□甲).
    """
    if _UNSIGNED.fullmatch(folded):
        return Byline((folded,))
    origin = ORIGIN.match(folded)
    if origin:
        after = folded[origin.end() :].strip(" :,")
        names = read_jobs(after) if after else ()
        return Byline(names, origin.group().strip("[]()")) if names or not after else None
    if not marked and not (_JOBS.search(folded) or _DUTY.search(folded)):
        return None
    names = read_jobs(folded)
    return Byline(names) if names else None


def read_bare_names(folded: str) -> Byline | None:
    """Return the names of a line that is nothing but names: good only where a byline may stand."""
    names = read_names(folded, labelled=False) if len(folded) <= _LONGEST_BARE else ()
    return Byline(names) if names and all(2 <= len(each) <= 3 for each in names) else None


def read_source(folded: str) -> Byline | None:
    """Return the source that a text in brackets names, as a dateline; nothing of a note on it."""
    if is_author_note(folded):
        return Byline()
    return Byline((), folded) if is_source(folded) else None


def read_jobs(folded: str) -> tuple[str, ...]:
    """Return the names between the jobs of ``folded``; empty when a word is no name."""
    printed = folded.strip()
    bare = _FROM.sub("", printed)
    # Where no mark parts the place from the names, the last word may be it.
    reports = bare == printed and bare.endswith(("报道", "报导"))
    bare = _DUTY.sub("", bare)
    bare = _JOBS.sub(" ", bare).strip()
    words = bare.split()
    if (
        reports
        and len(words) > 1
        and re.fullmatch(rf"[{HAN}]+", words[-1])
        and (words[-1] in PLACES or not is_likely_name(words[-1]))
    ):
        bare = " ".join(words[:-1])
    elif reports and len(words) == 1 and bare[-2:] in PLACES and is_likely_name(bare[:-2]):
        bare = bare[:-2]
    return read_names(bare, labelled=True)


def _is_plausible(name: str) -> bool:
    return bool(_UNSIGNED.fullmatch(name)) or len(name) == 1 or "·" in name or is_likely_name(name)


def _find_printed(read: str, folded: str, text: str) -> str:
    """Return what ``text`` has where ``folded`` has ``read``, which may have lost inner spaces."""
    found = re.search(r"\s*".join(map(re.escape, read)), folded)
    if found is None:
        return read
    printed = text[found.start() : found.end()]
    return printed if len(printed) == len(read) else "".join(printed.split())
