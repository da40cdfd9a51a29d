"""Run a schedule of faults over a stack of its own: ``make faults KILLS=60 SEED=20261128``.

The exit status is 0 when nothing was lost or doubled and the road recovered from every fault, else
1, and 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from faults.ledger.fault import KINDS
from faults.ledger.report import describe, describe_struck, show
from faults.ledger.rig import Struck, run_schedule
from faults.ledger.road import RoadError, open_road
from faults.ledger.schedule import draw_schedule
from faults.ledger.small_disk import small_disk
from rich.console import Console

from tidings.interruption import BY_SIGINT


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    parser = argparse.ArgumentParser(description="Let faults happen to a stack, and count.")
    today = int(datetime.now(UTC).strftime("%Y%m%d"))
    parser.add_argument("--seed", type=int, default=today)
    parser.add_argument("--kills", type=int, default=60, help="how many faults")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many from the first on")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=tuple(KINDS), metavar="KIND")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="begin no more faults after so many"
    )
    parser.add_argument("--json", type=Path, help="write the result there, too")
    options = parser.parse_args()
    count = options.skip + options.kills
    faults = draw_schedule(options.seed, count, options.only)[options.skip :]
    console = Console(highlight=False, soft_wrap=True)
    done = 0

    def tell(struck: Struck) -> None:
        nonlocal done
        done += 1
        at = datetime.now().astimezone().strftime("%H:%M:%S")
        what = f"{struck.fault.describe()}: {describe_struck(struck)}"
        console.print(f"{at}  {done}/{len(faults)}  {what}", markup=False)

    with (
        tempfile.TemporaryDirectory(prefix="tidings-faults-") as folder,
        small_disk(Path(folder)) as is_small,
    ):
        where = f"data in {folder}{', a disk of its own' if is_small else ''}"
        console.print(f"seed {options.seed}, {len(faults)} faults, {where}", markup=False)
        try:
            with open_road(Path(folder)) as road:
                outcome = run_schedule(road, faults, tell, options.minutes * 60)
        except RoadError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    show(console, options.seed, outcome)
    if options.json:
        result = describe(options.seed, options.skip, outcome)
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0 if outcome.is_good else 1


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # As Ctrl-C: everything that runs is stopped, and the folder removed.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(BY_SIGINT)
