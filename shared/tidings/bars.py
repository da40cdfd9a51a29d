"""Progress of work in several steps, one bar after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tidings.push_report import show_progress

Advance = Callable[[int], None]
"""Is told how many more are done."""
BeginBar = Callable[[str, int | None], Advance]
"""Is told what begins, and how many there are to be done if that is known."""


@contextmanager
def show_bars() -> Iterator[BeginBar]:
    """Give what begins a bar, on standard error, which only a terminal shows."""
    with show_progress() as progress:

        def begin(what: str, total: int | None) -> Advance:
            # The step before has ended.
            for each in progress.task_ids:
                progress.remove_task(each)
            task = progress.add_task(what, total=total)
            return lambda more: progress.advance(task, more)

        yield begin
