"""Which form the value of a variable has, in words and as types that refuse any other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Final, Literal, get_args, get_origin
from urllib.parse import urlsplit

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AfterValidator, HttpUrl, SecretStr
from pydantic.fields import FieldInfo

_BROKER: Final = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
# Kafka's own rule for names of topics.
_TOPIC: Final = re.compile(r"[A-Za-z0-9._-]{1,249}")
_BOUNDS: Final = ((Ge, "ge", "from"), (Gt, "gt", "above"), (Le, "le", "to"), (Lt, "lt", "below"))


@dataclass(frozen=True, slots=True)
class Form:
    """The form in words, for a type that does not tell it by itself."""

    words: str


def _refuse_unless(is_right: Callable[[str], bool], words: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not is_right(value):
            # Without the value: it can be a password that got into the wrong variable.
            raise ValueError(f"{words} is expected")
        return value

    return check


def _are_brokers(value: str) -> bool:
    found = [_BROKER.fullmatch(each.strip()) for each in value.split(",")]
    return all(each and 0 < int(each["port"] or 1) <= 65535 for each in found)


def _is_server_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


BROKERS: Final = "host:port, several separated by commas"
SERVER_URL: Final = "an address such as http://127.0.0.1:9200"
TOPIC: Final = "a name of letters, digits, `.`, `_` and `-`"
Brokers = Annotated[str, AfterValidator(_refuse_unless(_are_brokers, BROKERS)), Form(BROKERS)]
ServerUrl = Annotated[
    str, AfterValidator(_refuse_unless(_is_server_url, SERVER_URL)), Form(SERVER_URL)
]
TopicName = Annotated[
    str,
    AfterValidator(_refuse_unless(lambda value: bool(_TOPIC.fullmatch(value)), TOPIC)),
    Form(TOPIC),
]

_WORDS: Final[dict[Any, str]] = {
    str: "text",
    bool: "`true` or `false`",
    Path: "a path",
    SecretStr: "a secret text",
    HttpUrl: "an address such as https://news.example.org",
}


def describe_form(field: FieldInfo) -> str:
    """Return in words which values ``field`` takes: ``a whole number from 0 to 65535``."""
    for each in field.metadata:
        if isinstance(each, Form):
            return each.words
    kind = _strip_none(field.annotation)
    if get_origin(kind) is Annotated:
        told = [each.words for each in get_args(kind) if isinstance(each, Form)]
        if told:
            return told[0]
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        *others, last = (f"`{each}`" for each in get_args(kind))
        return f"{', '.join(others)} or {last}" if others else last
    if kind in (int, float):
        number = "a whole number" if kind is int else "a number"
        return " ".join([number, *_describe_bounds(field)])
    if get_origin(kind) is dict:
        return "a JSON object"
    return _WORDS.get(kind, "text")


def _describe_bounds(field: FieldInfo) -> list[str]:
    # Seldom more than two: from 0 to 65535, above 0.
    return [
        f"{words} {getattr(each, name)}"
        for kind, name, words in _BOUNDS
        for each in field.metadata
        if isinstance(each, kind)
    ]


def _strip_none(annotation: Any) -> Any:  # noqa: ANN401 - whatever a field is annotated with
    """Return the type itself for one that may be None."""
    kinds = [each for each in get_args(annotation) if each is not NoneType]
    is_optional = NoneType in get_args(annotation) and len(kinds) == 1
    return kinds[0] if is_optional else annotation
