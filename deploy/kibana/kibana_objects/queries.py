"""Queries as values, and as the Kibana Query Language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Exists:
    """Articles that have the field."""

    field: str


@dataclass(frozen=True, slots=True)
class Is:
    """Articles whose keyword is one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Articles with a nested object that the query holds for; its field is named in full."""

    path: str
    query: Exists | Is


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the query does not hold for."""

    query: Exists | Is


Query: TypeAlias = Exists | Is | Within | Not


def write_kql(query: Query | None) -> str:
    """Return the query as somebody would type it, empty for all articles."""
    match query:
        case None:
            return ""
        case Exists(field):
            return f"{field} : *"
        case Is(field, values):
            quoted = " or ".join(f'"{value}"' for value in values)
            return f"{field} : ({quoted})" if len(values) > 1 else f"{field} : {quoted}"
        case Within(path, inner):
            # Inside of the braces, names begin below the path.
            return f"{path}:{{ {write_kql(inner).replace(f'{path}.', '')} }}"
        case Not(inner):
            return f"not {write_kql(inner)}"
