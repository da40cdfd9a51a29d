"""The settings as they are now: each value with where it comes from, and no secret."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsError

from tidings.configuration.declaration import Declaration, Variable, list_variables, write_value

MASKED: Final = "********"
# For values that are secret and not declared so.
_SECRET_NAME: Final = re.compile(r"PASSWORD|SECRET|TOKEN|API_KEY|PASSPHRASE")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its value as text with secrets masked, and where that comes from."""

    name: str
    value: str
    source: Literal["environment", "default"]
    form: str
    default: str


def list_settings(declaration: Declaration, environ: Mapping[str, str]) -> list[Setting]:
    """Return what the stage would start with in ``environ``, by the order of its classes.

    A value that is wrong is shown as it was given. A variable of two classes is listed once.
    """
    given = {name.upper(): value for name, value in environ.items()}
    found: dict[str, Setting] = {}
    for settings in declaration.classes:
        instance = _read(settings)
        for variable in list_variables(settings):
            found.setdefault(variable.name, _describe(variable, instance, given))
    return list(found.values())


def _read(settings: type[BaseSettings]) -> BaseSettings | None:
    try:
        return settings()
    except (ValidationError, SettingsError):
        return None


def _describe(
    variable: Variable, instance: BaseSettings | None, given: Mapping[str, str]
) -> Setting:
    # An empty one says nothing where its class has it so, and is no number anywhere.
    is_given = bool(given.get(variable.name))
    if instance is not None:
        value = getattr(instance, variable.field_name)
    else:
        value = given.get(variable.name, variable.default)
    is_set = value is not None and (is_given or instance is not None)
    is_secret = variable.is_secret or bool(_SECRET_NAME.search(variable.name))
    return Setting(
        variable.name,
        MASKED if is_secret and is_set else mask_value(value),
        "environment" if is_given else "default",
        variable.form,
        variable.default,
    )


def mask_value(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    """Return a value as text, without the password that an address can carry."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, SecretStr):
        return MASKED
    return ",".join(_mask_address(each) for each in write_value(value).split(","))


def _mask_address(text: str) -> str:
    if "@" not in text or "//" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return MASKED
    return urlunsplit(parts._replace(netloc=f"{MASKED}@{parts.netloc.rpartition('@')[2]}"))
