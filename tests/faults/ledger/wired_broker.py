"""The embedded broker with a second listener, whose clients are led through a wire.

A client asks a broker where it is, and goes there. Who asks on the first listener is told its own
address; who asks on the second is told the port of the wire, so no connection passes it by.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from tidings_local.kafka_broker import BrokerSettings, become_broker


@dataclass(frozen=True, slots=True)
class WiredBrokerSettings(BrokerSettings):
    """Beside the usual ports, ``wired_port`` to listen on and ``wire`` to tell of."""

    wired_port: int
    wire: int

    def to_properties(self) -> dict[str, str]:
        """Return the settings in Kafka's own names."""
        usual = BrokerSettings.to_properties(self)
        return usual | {
            "listeners": f"{usual['listeners']},WIRED://127.0.0.1:{self.wired_port}",
            "advertised.listeners": (
                f"{usual['advertised.listeners']},WIRED://127.0.0.1:{self.wire}"
            ),
            "listener.security.protocol.map": (
                f"{usual['listener.security.protocol.map']},WIRED:PLAINTEXT"
            ),
            "inter.broker.listener.name": "PLAINTEXT",
        }


def main() -> None:
    """Become the broker that the command line describes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    for name in ("--port", "--controller-port", "--wired-port", "--wire"):
        parser.add_argument(name, type=int, required=True)
    options = parser.parse_args()
    become_broker(
        WiredBrokerSettings(
            options.home.resolve(),
            options.port,
            options.controller_port,
            options.wired_port,
            options.wire,
        )
    )


if __name__ == "__main__":
    main()
