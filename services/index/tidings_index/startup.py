"""Wait for servers that are just starting, but not for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
TRY_EVERY_S = 1.0


def retry_until(  # noqa: PLR0913 - clock and sleep are parameters
    attempt: Callable[[], T],
    is_passing: Callable[[Exception], bool],
    on_first_failure: Callable[[Exception], None],
    *,
    deadline_s: float,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> T:
    """Return what ``attempt`` returns, trying again while its error ``is_passing``.

    The last error is raised once ``deadline_s`` have passed by ``clock``, any other at once.
    ``on_first_failure`` is called before the first wait.
    """
    give_up = clock() + deadline_s
    said = False
    while True:
        try:
            return attempt()
        except Exception as error:
            if not is_passing(error) or clock() + TRY_EVERY_S > give_up:
                raise
            if not said:
                on_first_failure(error)
                said = True
        sleep(TRY_EVERY_S)
