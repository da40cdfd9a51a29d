"""``stack.json`` in the data folder: what runs, for every command that looks for the stack."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from tidings.endpoints import STACK_FILE, StackNotFoundError
from tidings_local.process_identity import Identity

ProcessState = Literal[
    "waiting", "starting", "ready", "unready", "restarting", "done", "stopping", "stopped"
]
StackState = Literal["starting", "ready", "degraded", "stopping"]


@dataclass(frozen=True, slots=True)
class ProcessReport:
    """One process: ``waiting`` for others, ``restarting`` after a death, ``done`` as a task can be.

    ``born`` is its start in seconds since 1970, ``ready_after_s`` what its last start took,
    ``restarts`` how often it was started again, ``detail`` why it is not ready,
    ``metrics_url`` where a stage shows its metrics.
    """

    name: str
    state: ProcessState
    log: str
    pid: int | None = None
    born: float | None = None
    url: str | None = None
    restarts: int = 0
    ready_after_s: float | None = None
    detail: str | None = None
    metrics_url: str | None = None

    @property
    def identity(self) -> Identity | None:
        """Who it is now, None while it does not run."""
        return Identity(self.pid, self.born) if self.pid and self.born else None


@dataclass(frozen=True, slots=True)
class StackReport:
    """The whole stack at one moment; ``pid`` is the supervisor's."""

    version: str
    pid: int
    born: float
    started_at: str
    state: StackState
    endpoints: dict[str, str]
    processes: tuple[ProcessReport, ...]

    @property
    def supervisor(self) -> Identity:
        """Who supervises."""
        return Identity(self.pid, self.born)

    def identities(self) -> list[Identity]:
        """Return every process that was started, without the supervisor."""
        return [who for each in self.processes if (who := each.identity)]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def write_stack_file(data_dir: Path, report: StackReport) -> None:
    """Replace the file in one step, so that no reader meets half of it."""
    path = data_dir / STACK_FILE
    half = path.with_suffix(".tmp")
    half.write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
    half.replace(path)


def read_stack_file(data_dir: Path) -> StackReport | None:
    """Return what the file says, None without one.

    Raises StackNotFoundError for one that is damaged, of another version, or not to be read.
    """
    path = data_dir / STACK_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["processes"] = tuple(ProcessReport(**each) for each in found["processes"])
        return StackReport(**found)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StackNotFoundError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise StackNotFoundError(
            f"{path} is damaged or of another version ({error}); "
            "end the processes that it names, then remove it"
        ) from error


def remove_stack_file(data_dir: Path) -> None:
    """Remove the file if it is there."""
    (data_dir / STACK_FILE).unlink(missing_ok=True)
