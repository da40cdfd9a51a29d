"""How much memory the stack takes."""

from __future__ import annotations

import psutil

from tidings_local.process_identity import find_process
from tidings_local.stack_file import StackReport

MB = 1_000_000


def weigh_processes(report: StackReport) -> dict[str, float]:
    """Return the resident MB of each process that lives, by name, and of the ``supervisor``."""
    noted = {each.name: who for each in report.processes if (who := each.identity)}
    weights = {}
    for name, who in {**noted, "supervisor": report.supervisor}.items():
        process = find_process(who)
        try:
            if process is not None:
                weights[name] = round(process.memory_info().rss / MB, 1)
        except psutil.NoSuchProcess:
            continue
    return weights
