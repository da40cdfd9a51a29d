"""Names of authors as feeds write them, one after the other in one string. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tidings_ingest.formats.markup import read_line
from tidings_ingest.page.bylines import read_byline
from tidings_ingest.page.folding import fold

_BY: Final = re.compile(r"(?:by|von|par|por|作者|文)(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
# A comma can stand before an agency or a job, and is left alone.
_BETWEEN: Final = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*[;；、]\s*")
# As RSS wants it: editor@news.example (Ana Ruiz).
_MAIL: Final = re.compile(r"\S{1,200}@\S{1,200}")
# Longer than any list of names; a text that long stays as it is.
_LONGEST: Final = 500


def read_names(texts: Iterable[str]) -> list[str]:
    """Return the names in each of ``texts``; an e-mail address is none."""
    return [name for text in texts for name in _read(read_line(text))]


def _read(text: str) -> list[str]:
    if len(text) > _LONGEST:
        return [text]
    byline = read_byline(fold(text))
    if byline is not None and byline.names:
        return list(byline.names)
    names = _BETWEEN.split(_BY.sub("", text, count=1) if _BY.match(text) else text)
    return [bare for name in names if (bare := _take_mail_out(name))]


def _take_mail_out(name: str) -> str:
    if "@" not in name:
        return name.strip(" ,")
    return _MAIL.sub("", name).strip(" ()<>,")
