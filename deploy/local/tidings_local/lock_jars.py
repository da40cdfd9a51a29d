"""Resolve the jars anew and write ``jars.lock.json``; for whoever raises a version.

    python -m tidings_local.lock_jars

Set-up reads that file and resolves nothing, so a machine gets the very files that were tested.
"""

from __future__ import annotations

import hashlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Artifact, Dependency, MavenContext
from rich.console import Console

from tidings_local.jar_lock import LOCK_FILE, Jar, JarSet, write_lock
from tidings_local.maven import PARALLEL_DOWNLOADS, connect_maven

ROOTS = {
    "kafka": (
        "org.apache.kafka:kafka_2.13:4.3.1",
        # Kafka brings the slf4j 1.7 API alone; without a binding it logs nothing.
        "org.slf4j:slf4j-simple:1.7.36",
    ),
    "elasticsearch": (
        "org.elasticsearch:elasticsearch:9.5.3",
        "org.elasticsearch.plugin:transport-netty4:9.5.3",
    ),
    # A compiler that runs on a JRE: packages bring no javac.
    "compiler": ("org.eclipse.jdt:ecj:3.42.0",),
}


def resolve_set(name: str, roots: tuple[str, ...], folder: Path) -> JarSet:
    """Return the set with everything its roots need at run time, downloaded into ``folder``.

    Raises RuntimeError when an artifact is missing, ValueError for one with a classifier.
    """
    context = connect_maven(folder)
    wanted = [_to_dependency(context, each) for each in roots]
    inputs, transitive = context.resolver.resolve(wanted)
    artifacts = [
        each.artifact
        for each in (*inputs, *transitive)
        if each.type == "jar" and each.scope in (None, "compile", "runtime")
    ]
    with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        return JarSet(name, roots, tuple(pool.map(_measure_jar, artifacts)))


def _to_dependency(context: MavenContext, coordinate: str) -> Dependency:
    group, artifact, version = coordinate.split(":")
    component = context.project(group, artifact).at_version(version)
    return Dependency(component.artifact(), scope="compile")


def _measure_jar(artifact: Artifact) -> Jar:
    if artifact.classifier:
        raise ValueError(f"{artifact}: the lock file has no place for a classifier")
    content = Path(artifact.resolve()).read_bytes()
    return Jar(
        artifact.groupId,
        artifact.artifactId,
        artifact.version,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )


def main() -> None:
    """Write the lock and say how much it names."""
    with tempfile.TemporaryDirectory() as folder:
        sets = [resolve_set(name, roots, Path(folder)) for name, roots in ROOTS.items()]
    write_lock(sets)
    for each in sets:
        size_mb = sum(jar.size for jar in each.jars) / 1e6
        Console().print(f"{each.name}: {len(each.jars)} jars, {size_mb:.1f} MB")
    Console().print(f"wrote {LOCK_FILE}")


if __name__ == "__main__":
    main()
