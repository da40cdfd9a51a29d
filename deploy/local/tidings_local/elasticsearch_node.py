"""Run one Elasticsearch node in the foreground.

    python -m tidings_local.elasticsearch_node --home DIR --snapshots DIR --port 9200

SIGTERM closes it cleanly. The next start on the same home goes on with its data, also after a
crash: what a bulk request acknowledged is on disk.
"""

from __future__ import annotations

import argparse
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tidings.endpoints import default_cache_dir
from tidings_local.aot_cache import AotCache, locate_aot_cache
from tidings_local.jar_cache import FetchError, JarCache
from tidings_local.jar_lock import JarSet, read_lock
from tidings_local.jvm import become_java, write_java_command
from tidings_local.node_code import NodeCode

MAIN_CLASS = "tidings.node.EmbeddedNode"
TRANSPORT = "transport-netty4"
ANALYSIS = "tidings-analysis"
JVM_OPTIONS = (
    "-Xms128m",
    # An article of 16 MB is held several times while it is parsed and indexed.
    "-Xmx512m",
    # Netty's share beside the heap, by default as large as the heap.
    "-XX:MaxDirectMemorySize=128m",
    # Lucene maps files by memory segments; allowing it spares a warning at each start.
    "--enable-native-access=ALL-UNNAMED",
)


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Where the node keeps its files and which port of 127.0.0.1 answers HTTP.

    ``snapshots`` is the folder below which repositories for snapshots may be.
    """

    home: Path
    snapshots: Path
    port: int

    def to_settings(self) -> dict[str, str]:
        """Return the settings in Elasticsearch's own names."""
        watermark = "cluster.routing.allocation.disk.watermark"
        return {
            "path.home": str(self.home),
            # Outside of the home, so that a backup outlives it.
            "path.repo": str(self.snapshots),
            "cluster.name": "tidings-local",
            "node.name": "local-1",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": str(self.port),
            # Nobody joins; any free port, so that several nodes can share a machine.
            "transport.port": "0",
            # The defaults count in hundreds of GB free, which many a laptop has not.
            f"{watermark}.low": "400mb",
            f"{watermark}.high": "300mb",
            f"{watermark}.flood_stage": "200mb",
            # Without it the node logs nothing below a warning.
            "logger.level": "INFO",
        }


def lay_out_home(home: Path, transport: Path, elasticsearch_version: str) -> None:
    """Write the folders that a distribution has, with two modules: HTTP, and our analysis.

    Their classes are on the class path; a module's folder only tells of it.
    """
    modules = home / "modules"
    shutil.rmtree(modules, ignore_errors=True)
    for folder in (home / "config", home / "plugins", modules / TRANSPORT, modules / ANALYSIS):
        folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(transport) as archive:
        for name in ("plugin-descriptor.properties", "entitlement-policy.yaml"):
            content = archive.read(f"META-INF/es-plugins/{TRANSPORT}/{name}")
            (modules / TRANSPORT / name).write_bytes(content)
    descriptor = {
        "name": ANALYSIS,
        "description": "The distribution's text analysis",
        "version": elasticsearch_version,
        "elasticsearch.version": elasticsearch_version,
        "java.version": "21",
        "classname": "tidings.analysis.AnalysisPieces",
    }
    lines = (f"{key}={value}\n" for key, value in descriptor.items())
    (modules / ANALYSIS / "plugin-descriptor.properties").write_text("".join(lines), "utf-8")


def find_transport(jars: JarSet, cache: JarCache) -> tuple[Path, str]:
    """Return the jar of the HTTP transport, and its version, which is the server's."""
    jar = next(each for each in jars.jars if each.artifact == TRANSPORT)
    return cache.locate(jar), jar.version


def read_class_path(cache_dir: Path) -> list[Path]:
    """Return the node's jars, our own last; raises FetchError when one is not there."""
    sets, cache = read_lock(), JarCache(cache_dir)
    code = NodeCode(cache_dir, sets, cache)
    if not code.jar.is_file():
        raise FetchError(f"{code.jar} is missing; run `make setup`")
    return [*cache.class_path(sets["elasticsearch"]), code.jar]


def locate_cache(cache_dir: Path) -> AotCache:
    """Return the node's ahead-of-time cache; raises FetchError when a jar is not there."""
    return locate_aot_cache(cache_dir, "elasticsearch", read_class_path(cache_dir), JVM_OPTIONS)


def main() -> None:
    """Prepare the home and become the node."""
    parser = argparse.ArgumentParser(description="Run one Elasticsearch node in the foreground.")
    parser.add_argument("--home", type=Path, required=True, help="settings and data")
    parser.add_argument("--snapshots", type=Path, required=True, help="repositories of backups")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--record", type=Path, help="write an ahead-of-time cache at the end")
    options = parser.parse_args()
    settings = NodeSettings(options.home.resolve(), options.snapshots.resolve(), options.port)
    cache_dir = default_cache_dir()
    class_path = read_class_path(cache_dir)
    transport = find_transport(read_lock()["elasticsearch"], JarCache(cache_dir))
    lay_out_home(settings.home, *transport)
    arguments = [f"{key}={value}" for key, value in settings.to_settings().items()]
    java_options = (*JVM_OPTIONS, *locate_cache(cache_dir).list_options(options.record))
    become_java(write_java_command(class_path, MAIN_CLASS, arguments, java_options))


if __name__ == "__main__":
    main()
