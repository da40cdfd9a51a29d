"""The names of sources, feeds, keys and watches: short, and of one word."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Annotated, Final

from pydantic import AfterValidator, Field, JsonValue

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
