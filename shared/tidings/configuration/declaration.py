"""Which settings a stage reads, and the variables behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from tidings.configuration.forms import describe_form

GROUP: Final = "tidings.settings"
# Read by commands and by the supervisor, not by a stage.
COMMAND_VARIABLES: Final = frozenset(
    {
        "TIDINGS_CACHE_DIR",
        "TIDINGS_CONTACT",
        "TIDINGS_DATA_DIR",
        "TIDINGS_INGEST_URL",
        "TIDINGS_KEY",
    }
)
Values = Mapping[type[BaseSettings], Any]
FindContradictions = Callable[[Values], Iterable[str]]


def find_no_contradictions(values: Values) -> Iterable[str]:  # noqa: ARG001 - others look at it
    """Find nothing: for a stage whose settings are independent of each other."""
    return ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """The classes that a stage reads at its start, and what may not stand side by side in them.

    ``find_contradictions`` gets the instances by their classes and gives a sentence for each, which
    names the variables and no value.
    """

    stage: str
    classes: tuple[type[BaseSettings], ...]
    find_contradictions: FindContradictions = field(default=find_no_contradictions)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: the field behind it, its form in words, its default as text."""

    name: str
    field_name: str
    form: str
    default: str
    is_secret: bool


def list_variables(settings: type[BaseSettings]) -> tuple[Variable, ...]:
    """Return the variables of one class, in the order of its fields."""
    prefix = settings.model_config.get("env_prefix", "")
    return tuple(
        Variable(
            f"{prefix}{name}".upper(),
            name,
            describe_form(each),
            _describe_default(each),
            "SecretStr" in str(each.annotation),
        )
        for name, each in settings.model_fields.items()
    )


def find_declarations() -> dict[str, Declaration]:
    """Return what the installed packages declare, by stage, in the order of an article's road."""
    road = ("provision", "ingest", "enrich", "index", "watch", "desk")
    found = [point.load() for point in entry_points(group=GROUP)]
    by_stage = {each.stage: each for each in found}
    order = [*(each for each in road if each in by_stage), *sorted(set(by_stage) - set(road))]
    return {stage: by_stage[stage] for stage in order}


def list_known_names(declarations: Iterable[Declaration]) -> frozenset[str]:
    """Return every variable that something here reads."""
    classes = {settings for each in declarations for settings in each.classes}
    named = {variable.name for each in classes for variable in list_variables(each)}
    return COMMAND_VARIABLES | named


def write_value(value: object) -> str:
    """Return a default or a value as text; none of a secret."""
    if isinstance(value, SecretStr):
        return "********"
    return "none" if value is None else str(value)


def _describe_default(field: FieldInfo) -> str:
    if field.is_required():
        return "none: it has to be set"
    value = field.get_default(call_default_factory=True)
    return "none" if value is PydanticUndefined else write_value(value)
