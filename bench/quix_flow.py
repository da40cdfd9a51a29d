"""The peer of ``make bench-peers``: quixstreams from topic to topic, with its own settings.

``python quix_flow.py KAFKA FROM TO`` reads each message as JSON and writes it as JSON, at least
once, as enrich does. It runs in an environment of its own, without the project.
"""

from __future__ import annotations

import sys

from quixstreams import Application


def main(kafka: str, source: str, target: str) -> None:
    """Run until the process is ended."""
    app = Application(
        broker_address=kafka,
        consumer_group=f"{target}-group",
        auto_offset_reset="earliest",
        auto_create_topics=False,
        loglevel="WARNING",
    )
    taken = app.topic(source, value_deserializer="json")
    given = app.topic(target, value_serializer="json")
    app.dataframe(taken).to_topic(given)
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
