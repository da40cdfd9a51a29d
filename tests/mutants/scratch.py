"""A copy of the project to put faults into, and pytest in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = (
    *("shared", "services/ingest", "services/enrich", "services/index", "services/desk"),
    "deploy/local",
)
# A fault can make a test wait for what never comes. The slowest of them takes two seconds.
TEST_TIMEOUT_S: Final = 60
RUN_TIMEOUT_S: Final = 300
PASSED: Final = 0
FAILED: Final = 1
# Prints the file that each module would be imported from, one a line.
FIND_MODULES: Final = (
    "import sys, importlib.util as u; [print(u.find_spec(m).origin) for m in sys.argv[1:]]"
)


class ScratchError(Exception):
    """What was tried in the copy says nothing about the tests."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """The copy at ``root``; files written to it get times of ``clock``, each later than all."""

    root: Path
    clock: count[int]

    def check_imports(self, files: Iterable[str]) -> None:
        """Raise ScratchError unless these files are what would be imported in the copy."""
        wanted = sorted(set(files))
        found = self._python("-c", FIND_MODULES, *map(name_module, wanted)).stdout.splitlines()
        for file, origin in zip(wanted, map(Path, found), strict=True):
            if origin != self.root / file:
                raise ScratchError(f"{file} would be imported from {origin.parent}")

    def read(self, file: str) -> str:
        """Return what is in a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Replace a file: with a time of its own, by which Python knows old bytecode."""
        path = self.root / file
        path.write_text(text, encoding="utf-8")
        moment = next(self.clock)
        os.utime(path, (moment, moment))

    def find_failing(self, tests: Sequence[str]) -> set[str]:
        """Return those of ``tests`` that fail, whatever their parameters; raises ScratchError."""
        options = ("-q", "-rf", "--no-header", "--tb=no", "-p", "no:cacheprovider")
        timeout = f"--timeout={TEST_TIMEOUT_S}"
        done = self._python("-m", "pytest", *options, timeout, *dict.fromkeys(tests))
        if done.returncode not in {PASSED, FAILED}:
            said = (done.stdout + done.stderr).strip().splitlines()
            raise ScratchError(f"pytest ended with {done.returncode}: {said[-1] if said else ''}")
        return set(re.findall(r"^FAILED ([^\s\[]+)", done.stdout, re.MULTILINE))

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            # It goes before the folders that the packages are installed from.
            "PYTHONPATH": os.pathsep.join(str(self.root / each) for each in SOURCES),
            "PYTHONPYCACHEPREFIX": str(self.root / ".pycache"),
        }
        # Without bytecode each run would compile all that it imports: 2 s of CPU.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        try:
            return subprocess.run(
                [sys.executable, *arguments],
                cwd=self.root,
                env=environment,
                capture_output=True,
                text=True,
                timeout=RUN_TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ScratchError(f"no end after {RUN_TIMEOUT_S} s") from None


@contextmanager
def open_scratch() -> Iterator[Scratch]:
    """Give a copy of what git knows or would add, as it stands now; it is removed afterwards."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    with tempfile.TemporaryDirectory(prefix="tidings-mutants-") as folder:
        root = Path(folder).resolve()
        for name in filter(None, listed.stdout.split("\0")):
            path = root / name
            # A file that was removed and not yet committed is listed too.
            if (ROOT / name).is_file() or (ROOT / name).is_symlink():
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, path, follow_symlinks=False)
        # Seconds of 2001: no file of the copy has such a time before.
        yield Scratch(root, count(1_000_000_000))


def name_module(file: str) -> str:
    """Return the module that a source file is."""
    source = next(each for each in SOURCES if file.startswith(f"{each}/"))
    return ".".join(Path(file).relative_to(source).with_suffix("").parts)
