"""application/json: one Tidings article."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from tidings.article import Caption
from tidings.draft import Draft
from tidings.formats import JSON
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.article_fields import JsonArticle
from tidings_ingest.formats.drafting import read_language
from tidings_ingest.formats.json_text import parse_object, show_name
from tidings_ingest.formats.plain import drop_controls, tidy_line
from tidings_ingest.page.language import detect_language

# Enough to see what is wrong.
MOST_PROBLEMS: Final = 20
# JsonArticle's fields that a draft calls otherwise or has in another shape.
_LINES: Final = ("kicker", "subhead", "dateline")
_RESHAPED: Final = frozenset(("id", "body", "headline", "byline", "captions", "language", *_LINES))
_SAME: Final = tuple(name for name in JsonArticle.model_fields if name not in _RESHAPED)
_KNOWN: Final = frozenset(JsonArticle.model_fields)


def parse_json(body: bytes, _charset: str | None) -> Reading:
    """Return the article in ``body``; JSON is UTF-8 whatever charset is declared.

    Raises UnreadableError: 400 for what is no JSON, 422 naming each field that is wrong.
    """
    return read_article(parse_object(body))


def read_article(fields: dict[str, Any]) -> Reading:
    """Return the article whose fields are ``fields``; raises UnreadableError (422)."""
    if unknown := [name for name in fields if name not in _KNOWN]:
        problems = [Problem(show_name(name), "unknown field") for name in unknown[:MOST_PROBLEMS]]
        raise UnreadableError(422, *problems)
    try:
        article = JsonArticle.model_validate(
            {name: value for name, value in fields.items() if value is not None}
        )
    except ValidationError as error:
        raise UnreadableError(422, *_name_problems(error)) from None
    return Reading(JSON.name, (_draft(article),))


def _name_problems(error: ValidationError) -> list[Problem]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        Problem(
            ".".join(str(part) for part in each["loc"]),
            each["msg"].removeprefix("Value error, "),
        )
        for each in found[:MOST_PROBLEMS]
    ]


def _draft(article: JsonArticle) -> Draft:
    body = _tidy(article.body)
    headline = tidy_line(article.headline or "") or None
    if article.status == "withdrawn":
        if article.id is None and article.url is None:
            raise UnreadableError(422, Problem("id", "a withdrawal names the article by id or url"))
    elif not body and headline is None:
        raise UnreadableError(422, Problem("body", "neither headline nor body has any text"))
    same: dict[str, Any] = {name: getattr(article, name) for name in _SAME}
    return Draft(
        **same,
        publisher_id=article.id,
        body=body,
        headline=headline,
        language=read_language(article.language) or detect_language(f"{headline or ''}\n{body}"),
        **{name: tidy_line(getattr(article, name) or "") or None for name in _LINES},
        byline=tuple(filter(None, map(tidy_line, article.byline))),
        captions=tuple(
            Caption(text=text, photographer=tidy_line(each.photographer or "") or None)
            for each in article.captions
            if (text := tidy_line(each.text))
        ),
    )


def _tidy(body: str) -> str:
    """Return the paragraphs separated by one line feed, as every body is; blanks inside stay."""
    lines = drop_controls(body.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(bare for line in lines if (bare := line.strip()))
