"""The supervisor as a process of its own: what ``tidings up --detach`` leaves running."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from tidings.endpoints import StackNotFoundError, default_cache_dir
from tidings_local.data_folder import StackRunsError
from tidings_local.display import Display
from tidings_local.ports import PortError, choose_ports
from tidings_local.stack import run_stack
from tidings_local.supervisor import StartError


def main() -> None:
    """Run the stack with its changes as lines on standard output; exit with 1 and the reason."""
    parser = argparse.ArgumentParser(description="Run the stack, without a terminal.")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port-base", type=int)
    options = parser.parse_args()
    display = Display(Console(width=200, log_time_format="[%FT%T]"))
    try:
        ports = choose_ports(options.port_base)
        run_stack(options.data_dir, default_cache_dir(), ports, display.show)
    except (StackRunsError, PortError, StartError, StackNotFoundError, OSError) as error:
        sys.exit(f"tidings: {error}")


if __name__ == "__main__":
    main()
