"""Run one Kafka broker, which is its own controller (KRaft), in the foreground.

    python -m tidings_local.kafka_broker --home DIR --port 9092 --controller-port 9093

SIGTERM stops it cleanly. The next start on the same home goes on with its data, on other ports
too, and after a crash.
"""

from __future__ import annotations

import argparse
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tidings.endpoints import default_cache_dir
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_local.aot_cache import AotCache, locate_aot_cache
from tidings_local.jar_cache import JarCache
from tidings_local.jar_lock import read_lock
from tidings_local.jvm import become_java, write_java_command

# Any 16 bytes in URL-safe base64; fixed, so that a home whose formatting was cut off is done again.
CLUSTER_ID = "dGlkaW5ncy1lbWJlZGRlZA"
MB = 1024 * 1024
JVM_OPTIONS = (
    "-Xms64m",
    # A producer's request of 16 MiB is held twice while it is checked; 8 at once still fit.
    "-Xmx384m",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker keeps its files and which ports of 127.0.0.1 it takes."""

    home: Path
    port: int
    controller_port: int

    @property
    def properties_file(self) -> Path:
        """The file that Kafka reads; written anew at each start."""
        return self.home / "server.properties"

    @property
    def data(self) -> Path:
        """The folder of topics and metadata."""
        return self.home / "data"

    def to_properties(self) -> dict[str, str]:
        """Return the settings in Kafka's own names."""
        broker, controller = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.controller_port}"
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            # Voters by this file. A quorum that is formatted in keeps its first port for ever.
            "controller.quorum.voters": f"1@{controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{broker},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{broker}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self.data),
            "auto.create.topics.enable": "false",
            "message.max.bytes": str(MAX_MESSAGE_BYTES),
            "replica.fetch.max.bytes": str(MAX_MESSAGE_BYTES),
            # The internal topics want three brokers and 50 partitions by default.
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "share.coordinator.state.topic.num.partitions": "1",
            # After a crash the new run is refused until the session of the old one ends; with the
            # default of 9 s that took 15 s, with 2 s it takes 5 s.
            "broker.session.timeout.ms": "2000",
            "broker.heartbeat.interval.ms": "500",
            # The first of a group would wait 3 s for others.
            "group.initial.rebalance.delay.ms": "0",
            # By default 128 MB for compacting topics of which this broker has one, a small one.
            "log.cleaner.dedupe.buffer.size": str(4 * MB),
        }


def format_home(settings: BrokerSettings, class_path: list[Path]) -> None:
    """Write the properties and, the first time, the identity of the data folder.

    Raises subprocess.CalledProcessError when Kafka refuses the settings.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    lines = (f"{key}={value}\n" for key, value in settings.to_properties().items())
    settings.properties_file.write_text("".join(lines), encoding="utf-8")
    if (settings.data / "meta.properties").exists():
        return
    arguments = ("format", "--cluster-id", CLUSTER_ID, "--config", str(settings.properties_file))
    command = write_java_command(
        class_path, "kafka.tools.StorageTool", [*arguments, "--ignore-formatted"], JVM_OPTIONS
    )
    subprocess.run(command, check=True)


def locate_cache(cache_dir: Path) -> AotCache:
    """Return the broker's ahead-of-time cache; raises FetchError when a jar is not there."""
    return locate_aot_cache(cache_dir, "kafka", read_class_path(cache_dir), JVM_OPTIONS)


def read_class_path(cache_dir: Path) -> list[Path]:
    """Return the broker's jars; raises FetchError when one is not there."""
    return JarCache(cache_dir).class_path(read_lock()["kafka"])


def main() -> None:
    """Become the broker that the command line describes."""
    parser = argparse.ArgumentParser(description="Run one Kafka broker in the foreground.")
    parser.add_argument("--home", type=Path, required=True, help="settings and data")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--controller-port", type=int, required=True)
    parser.add_argument("--record", type=Path, help="write an ahead-of-time cache at the end")
    options = parser.parse_args()
    settings = BrokerSettings(options.home.resolve(), options.port, options.controller_port)
    become_broker(settings, options.record)


def become_broker(settings: BrokerSettings, record: Path | None = None) -> NoReturn:
    """Prepare the home and let the broker take the place of this process.

    At its end it writes its ahead-of-time cache to ``record``.
    """
    class_path = read_class_path(default_cache_dir())
    format_home(settings, class_path)
    cache_options = locate_cache(default_cache_dir()).list_options(record)
    java_options = (*JVM_OPTIONS, *cache_options)
    arguments = [str(settings.properties_file)]
    become_java(write_java_command(class_path, "kafka.Kafka", arguments, java_options))


if __name__ == "__main__":
    main()
