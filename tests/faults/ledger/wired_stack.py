"""The stack of ``tidings up`` in this process, its stages led to the servers through wires.

python -m faults.ledger.wired_stack --data-dir DIR --port-base N --wired-port N
    --kafka-wire N --elasticsearch-wire N
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from faults.ledger.machine_faults import CLOCK_FILE, RIGHT

from tidings.endpoints import default_cache_dir
from tidings_local.ports import LOOPBACK, Ports, choose_ports
from tidings_local.process_table import ProcessSpec, list_servers, list_services
from tidings_local.stack import run_stack
from tidings_local.stack_file import StackReport

# Elasticsearch needs nobody, and `provision` is done once, before the first fault.
UNWIRED = ("elasticsearch", "provision")


def list_wired(  # noqa: PLR0917 - the addresses of a stack
    data_dir: Path, cache_dir: Path, ports: Ports, wired_port: int, kafka: int, elasticsearch: int
) -> list[ProcessSpec]:
    """Return the processes of a stack with its wires; ``wired_port`` is the broker's second one."""
    to_wires = {
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": f"{LOOPBACK}:{kafka}",
        "TIDINGS_ELASTICSEARCH_URL": f"http://{LOOPBACK}:{elasticsearch}",
    }
    broker = ("--wired-port", str(wired_port), "--wire", str(kafka))
    specs = []
    clock = data_dir / CLOCK_FILE
    clock.write_text(RIGHT)
    for each in (
        *list_servers(data_dir, cache_dir, ports),
        *list_services(cache_dir, ports, environ={}, data_dir=data_dir),
    ):
        wired = replace(each, environment={**each.environment, **to_wires})
        match each.name:
            case "kafka":
                command = _lead_to(each.command, "faults.ledger.wired_broker")
                specs.append(replace(each, command=(*command, *broker)))
            case "ingest":
                clocked = (sys.executable, "-m", "faults.ledger.clocked_ingest", str(clock))
                specs.append(replace(wired, command=clocked))
            case name:
                specs.append(each if name in UNWIRED else wired)
    return specs


def _lead_to(command: tuple[str, ...], module: str) -> tuple[str, ...]:
    """Return a ``python -m …`` that runs another module with the same options."""
    return (*command[:2], module, *command[3:])


def forget_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """Return it without what somebody has set for a stack of theirs, except where the jars are."""
    return {
        name: value
        for name, value in environ.items()
        if not name.startswith("TIDINGS_") or name == "TIDINGS_CACHE_DIR"
    }


def _say_nothing(_report: StackReport) -> None:
    """Everybody who wants to know reads the stack's file."""


def main() -> None:
    """Run the stack until SIGTERM; the modules of its processes are found where this one was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=Path, required=True)
    for name in ("--port-base", "--wired-port", "--kafka-wire", "--elasticsearch-wire"):
        parser.add_argument(name, type=int, required=True)
    options = parser.parse_args()
    settings = forget_settings(os.environ)
    os.environ.clear()
    os.environ.update(settings)
    ports, cache_dir = choose_ports(options.port_base), default_cache_dir()
    specs = list_wired(
        options.data_dir,
        cache_dir,
        ports,
        options.wired_port,
        options.kafka_wire,
        options.elasticsearch_wire,
    )
    try:
        run_stack(options.data_dir, cache_dir, ports, _say_nothing, specs)
    except Exception as error:
        sys.exit(f"the stack: {error}")


if __name__ == "__main__":
    main()
