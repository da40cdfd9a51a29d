"""What is wrong with the variables of a stage, in sentences. Pure: the environment is an argument.

pydantic-settings itself reads ``os.environ``; ``environ`` only says which variables are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from tidings.configuration.declaration import Declaration, Variable, list_variables

PREFIX: Final = "TIDINGS_"
# A letter or two, or a missing ending, of a name that has 20 or so.
ALIKE: Final = 0.8


def find_problems(declaration: Declaration) -> list[str]:
    """Return a sentence for each variable that is wrong or missing, then for contradictions.

    Each names the variable, the form of its value and the default, and quotes no value: what stands
    in the wrong variable can be a secret.
    """
    read: dict[type[BaseSettings], Any] = {}
    problems: list[str] = []
    for settings in declaration.classes:
        try:
            read[settings] = settings()
        except ValidationError as error:
            problems += _describe_invalid(settings, error)
        except SettingsError as error:
            problems.append(_describe_unreadable(settings, error))
    if not problems:
        problems += declaration.find_contradictions(read)
    # Two classes can read the same variable.
    return list(dict.fromkeys(problems))


def find_unknown(environ: Iterable[str], known: Iterable[str]) -> dict[str, str | None]:
    """Return each ``TIDINGS_*`` variable that nothing reads, with the known name most like it."""
    names = sorted(known)
    # Case does not count, as pydantic-settings has it.
    unknown = sorted({each for each in environ if each.upper().startswith(PREFIX)})
    return {
        each: next(iter(get_close_matches(each.upper(), names, n=1, cutoff=ALIKE)), None)
        for each in unknown
        if each.upper() not in names
    }


def describe_unknown(unknown: Mapping[str, str | None]) -> list[str]:
    """Return a sentence for each of them."""
    return [
        f"{name} is read by nothing" + (f"; {nearest} is the nearest name" if nearest else "")
        for name, nearest in unknown.items()
    ]


def _describe_invalid(settings: type[BaseSettings], error: ValidationError) -> list[str]:
    variables = {each.field_name: each for each in list_variables(settings)}
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        _describe_variable(variables[str(each["loc"][0])], each["type"] == "missing")
        if each["loc"] and str(each["loc"][0]) in variables
        # A rule of the whole class: its own words name the variables.
        else each["msg"].removeprefix("Value error, ")
        for each in found
    ]


def _describe_unreadable(settings: type[BaseSettings], error: SettingsError) -> str:
    named = re.search(r'field "(\w+)"', str(error))
    for each in list_variables(settings):
        if named and each.field_name == named[1]:
            return _describe_variable(each, is_missing=False)
    return f"the settings cannot be read: {type(error).__name__}"


def _describe_variable(variable: Variable, is_missing: bool) -> str:
    what = "is not set" if is_missing else "has a value that it does not take"
    return f"{variable.name} {what}: {variable.form} is expected; default: {variable.default}"
