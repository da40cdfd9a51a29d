"""The fields of a Tidings article as a feed writes it in JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema

from tidings.article import Caption, Status
from tidings.model import Message
from tidings.naming import Name

# Far more than any newspaper prints, and few enough that the errors in them can be named.
MOST_CAPTIONS: Final = 1_000
MOST_BYLINES: Final = 100
# As in the mapping of the index.
MOST_URL_CHARACTERS: Final = 8_000
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)\Z", re.I)


def _join_paragraphs(value: object) -> object:
    if isinstance(value, list):
        if not all(isinstance(each, str) for each in value):
            raise ValueError("a list of paragraphs holds strings only")
        return "\n".join(value)
    return value


def _list_names(value: object) -> object:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and len(names) > MOST_BYLINES:
        raise ValueError(f"more than {MOST_BYLINES} names")
    return names


def _list_captions(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("a list of captions is wanted")
    if len(value) > MOST_CAPTIONS:
        raise ValueError(f"more than {MOST_CAPTIONS} captions")
    return [_read_caption(number, each) for number, each in enumerate(value)]


def _read_caption(number: int, value: object) -> dict[str, Any]:
    value = {"text": value} if isinstance(value, str) else value
    if not isinstance(value, dict) or not value.keys() <= Caption.model_fields.keys():
        raise ValueError(f"caption {number} is a string, or an object of text and photographer")
    for each in value.values():
        if isinstance(each, str):
            _check_text(each)
    return value


def _check_moment(value: object) -> object:
    # pydantic would take numbers as seconds or milliseconds, whichever seems more likely.
    if value is not None and not (isinstance(value, str) and _MOMENT.match(value)):
        raise ValueError("a time is written like 2031-05-04T18:30:00+08:00, with its offset")
    return value


def _check_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("there is a NUL character in it")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("there is half a surrogate pair in it") from None
    return value


def _check_url(value: str) -> str:
    if not _URL.match(_check_text(value)) or len(value) > MOST_URL_CHARACTERS:
        raise ValueError(
            f"an address begins with http:// or https:// and has no white space, and at most "
            f"{MOST_URL_CHARACTERS} characters"
        )
    return value


def _check_language(value: str) -> str:
    if not _LANGUAGE.match(value):
        raise ValueError("a language is a tag such as zh, en or zh-Hant; und when unknown")
    return value


Words = Annotated[str, AfterValidator(_check_text)]
_STRING_OR_LIST = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
)
Body = Annotated[Words, BeforeValidator(_join_paragraphs), _STRING_OR_LIST]
Byline = Annotated[tuple[Words, ...], BeforeValidator(_list_names), _STRING_OR_LIST]
Captions = Annotated[tuple[Caption, ...], BeforeValidator(_list_captions)]
Moment = Annotated[AwareDatetime, BeforeValidator(_check_moment)]
Url = Annotated[str, AfterValidator(_check_url), Field(json_schema_extra={"format": "uri"})]
Language = Annotated[str, AfterValidator(_check_language)]


class JsonArticle(Message):
    """One article; only a headline or a body has to be there."""

    id: Annotated[Words, Field(min_length=1, max_length=1_000)] | None = Field(
        default=None, description="The publisher's own id. The same id is the same article."
    )
    url: Url | None = Field(
        default=None, description="The canonical address; it identifies where there is no id."
    )
    source: Name | None = Field(default=None, description="Whose article it is.")
    feed: Name | None = Field(default=None, description="Which feed of the source it came by.")
    language: Language = Field(
        default="und", description="A BCP 47 tag; without one, or with und, it is recognised."
    )
    kicker: Words | None = Field(default=None, description="The line above the headline.")
    headline: Words | None = None
    subhead: Words | None = Field(default=None, description="The line below the headline.")
    byline: Byline = Field(default=(), description="Who wrote it: a name, or a list of names.")
    dateline: Words | None = Field(default=None, description="Where and when, as printed.")
    captions: Captions = Field(default=(), description="The words under the pictures.")
    body: Body = Field(default="", description="Plain text: a string, or a list of paragraphs.")
    published_at: Moment | None = Field(default=None, description="ISO 8601 with the offset.")
    modified_at: Moment | None = Field(
        default=None, description="ISO 8601 with the offset. The later one wins."
    )
    embargoed_until: Moment | None = Field(
        default=None, description="ISO 8601 with the offset. Held back until then."
    )
    status: Status = Field(
        default="published", description="withdrawn takes an article back; it needs id or url."
    )
