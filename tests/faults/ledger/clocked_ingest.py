"""Ingest with a clock that is wrong by as many seconds as a file says.

python -m faults.ledger.clocked_ingest FILE
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tidings_ingest import main as ingest


def read_wrong_clock(file: Path) -> Callable[[], datetime]:
    """Return a clock that looks into the file each time; an empty one says nothing is wrong."""
    return lambda: datetime.now(UTC) + timedelta(seconds=float(file.read_text() or 0))


def main() -> None:
    """Give ingest the clock in the one place where it takes one, and run it."""
    ingest.read_clock = read_wrong_clock(Path(sys.argv[1]))
    ingest.main()


if __name__ == "__main__":
    main()
