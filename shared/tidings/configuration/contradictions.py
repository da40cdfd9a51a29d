"""Settings that are right by themselves and not beside each other; each in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tidings.configuration.declaration import list_variables
from tidings.settings import StageSettings


def find_same_topics(settings: StageSettings, *fields: str) -> Iterator[str]:
    """Give a sentence for each two or more of ``fields`` that name one topic."""
    for together in _group_by_value(settings, fields):
        yield f"{_name(settings, together)} are one topic: each has to be another"


def find_same_ports(settings: StageSettings, *fields: str) -> Iterator[str]:
    """Give a sentence for each two or more of ``fields`` that are one port; 0 is any free one."""
    for together in _group_by_value(settings, fields):
        if getattr(settings, together[0]) != 0:
            yield f"{_name(settings, together)} are one port: each has to be another"


def _group_by_value(settings: StageSettings, fields: tuple[str, ...]) -> list[list[str]]:
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for each in fields:
        groups[getattr(settings, each)].append(each)
    return [each for each in groups.values() if len(each) > 1]


def _name(settings: StageSettings, fields: list[str]) -> str:
    variables = {each.field_name: each for each in list_variables(type(settings))}
    found = [variables[each] for each in fields]
    return " and ".join(f"{each.name} ({each.form}, default: {each.default})" for each in found)
