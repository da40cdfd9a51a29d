"""The names of sources and feeds in the parameters of a request, for they are keys and filters."""

from __future__ import annotations

from collections.abc import Mapping

from tidings.naming import check_name
from tidings.reading import Problem, UnreadableError


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
