"""The names of sources and feeds: short, and of one word, for they are keys and filters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final

from pydantic import AfterValidator, Field, JsonValue

from tidings.reading import Problem, UnreadableError

MOST_NAME_CHARACTERS: Final = 100
_BETWEEN: Final = frozenset("._:-")
_RULE: Final = (
    "a name has letters and digits of any script, with . _ : - between them, "
    f"and at most {MOST_NAME_CHARACTERS} characters"
)


def check_name(name: str) -> str:
    """Return ``name`` as it is; raises ValueError saying what a name may be."""
    if not 0 < len(name) <= MOST_NAME_CHARACTERS or not _is_name(name):
        raise ValueError(_RULE)
    return name


def read_names(parameters: Mapping[str, str], *wanted: str) -> list[str | None]:
    """Return those of the parameters of a request that name a source or a feed, None if missing.

    Raises UnreadableError (422) naming each that is no name.
    """
    problems = []
    for each in wanted:
        try:
            if each in parameters:
                check_name(parameters[each])
        except ValueError as error:
            problems.append(Problem(each, str(error)))
    if problems:
        raise UnreadableError(422, *problems)
    return [parameters.get(each) for each in wanted]


# Articles have few sources, and each names one.
@lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    ends_in_words = text[0] not in _BETWEEN and text[-1] not in _BETWEEN
    return ends_in_words and all(_is_of_a_word(each) or each in _BETWEEN for each in text)


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


NAME_SCHEMA: Final[dict[str, JsonValue]] = {
    "minLength": 1,
    "maxLength": MOST_NAME_CHARACTERS,
    "pattern": r"^[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}._:-]*[\p{L}\p{N}\p{M}])?$",
}
Name = Annotated[str, AfterValidator(check_name), Field(json_schema_extra=NAME_SCHEMA)]
