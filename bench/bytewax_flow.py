"""A peer of ``make bench-peers``: Bytewax from topic to topic, with its own settings.

``python bytewax_flow.py KAFKA FROM TO`` reads each message as JSON and writes it as JSON. Nothing
is committed: Bytewax keeps its offsets in a store of its own, and only where it is given one. It
runs in an environment of its own, without the project.
"""

from __future__ import annotations

import json
import sys

from bytewax import operators
from bytewax.connectors.kafka import KafkaSinkMessage, KafkaSourceMessage
from bytewax.connectors.kafka import operators as kafka_operators
from bytewax.dataflow import Dataflow
from bytewax.run import cli_main


def main(kafka: str, source: str, target: str) -> None:
    """Run until the process is ended."""
    flow = Dataflow("peer")
    taken = kafka_operators.input("in", flow, brokers=[kafka], topics=[source])
    read = operators.map("read", taken.oks, copy_message)
    kafka_operators.output("out", read, brokers=[kafka], topic=target)
    cli_main(flow)


def copy_message(
    message: KafkaSourceMessage[bytes, bytes],
) -> KafkaSinkMessage[bytes, bytes]:
    """Return the message read and written anew."""
    return KafkaSinkMessage(message.key, json.dumps(json.loads(message.value)).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
