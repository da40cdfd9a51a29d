"""The locked jars on this machine: whole and verified files only, fetched when they are missing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event

from tidings_local.jar_lock import Jar, JarSet

CountBytes = Callable[[int], None]
Download = Callable[[Jar, Path, CountBytes], Path]

# A cut connection is common, three in a row on one file are a line that is down.
TRIES = 3
PARALLEL_DOWNLOADS = 8


class FetchError(Exception):
    """A jar could not be fetched; the message names it, the reason and what to do."""


class JarCache:
    """The jars below one folder.

    A download goes to ``incoming`` and moves to ``repository`` when its checksum is right, so a
    run that was cut off leaves nothing that a later run would trust, and keeps what was finished.
    """

    def __init__(self, folder: Path) -> None:
        self.repository = folder / "jars" / "repository"
        self._incoming = folder / "jars" / "incoming"

    def locate(self, jar: Jar) -> Path:
        """Return where ``jar`` is kept, whether it is there or not."""
        return self.repository / jar.path

    def find_missing(self, jars: Iterable[Jar]) -> list[Jar]:
        """Return the jars that are absent, cut off or not what the lock file says."""
        wanted = sorted(set(jars))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            intact = pool.map(lambda jar: is_intact(self.locate(jar), jar), wanted)
        return [jar for jar, whole in zip(wanted, intact, strict=True) if not whole]

    def class_path(self, *sets: JarSet) -> list[Path]:
        """Return the files of these sets for a JVM; raises FetchError when one is not there."""
        paths = [self.locate(jar) for jar in dict.fromkeys(j for each in sets for j in each.jars)]
        for path in paths:
            if not path.is_file():
                raise FetchError(f"{path} is missing; run `make setup`")
        return paths

    def fetch(self, jars: Iterable[Jar], download: Download, count_bytes: CountBytes) -> None:
        """Download ``jars``, several at once; ``count_bytes`` is called from several threads.

        Raises FetchError for the first one that fails; the ones already finished stay, and so
        they do when the user interrupts, which ends the others at their next bytes.
        """
        given_up = Event()
        pool = ThreadPoolExecutor(PARALLEL_DOWNLOADS)
        try:
            tasks = [
                pool.submit(self._fetch_one, jar, download, _Counted(count_bytes, given_up))
                for jar in jars
            ]
            for task in as_completed(tasks):
                task.result()
        finally:
            given_up.set()
            pool.shutdown(cancel_futures=True)

    def _fetch_one(self, jar: Jar, download: Download, counted: _Counted) -> None:
        target = self.locate(jar)
        left_over = self._incoming / jar.path
        reason = ""
        for _ in range(TRIES):
            left_over.unlink(missing_ok=True)
            try:
                got = download(jar, self._incoming, counted.add)
            except (OSError, RuntimeError) as error:
                reason = str(error) or type(error).__name__
            else:
                if is_intact(got, jar):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    got.replace(target)
                    return
                reason = f"{got.stat().st_size} of {jar.size} bytes came, or with a wrong checksum"
                got.unlink()
            counted.take_back()
        raise FetchError(
            f"could not fetch {jar.coordinate}: {reason}; run the same command again to go on"
        )


class _GivenUpError(Exception):
    """Nobody waits for this download any more."""


class _Counted:
    """Passes byte counts on, and can take them back when a download has to start over."""

    def __init__(self, count_bytes: CountBytes, given_up: Event) -> None:
        self._count_bytes = count_bytes
        self._given_up = given_up
        self._sum = 0

    def add(self, size: int) -> None:
        if self._given_up.is_set():
            raise _GivenUpError
        self._sum += size
        self._count_bytes(size)

    def take_back(self) -> None:
        self._count_bytes(-self._sum)
        self._sum = 0


def is_intact(path: Path, jar: Jar) -> bool:
    """Return whether the file is there with the size and the SHA-256 of the lock file."""
    try:
        if path.stat().st_size != jar.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
    except FileNotFoundError:
        return False
