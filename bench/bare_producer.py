"""The reference of ``make bench-ingest``: a loop that only produces, with the same producer.

``python bare_producer.py KAFKA TOPIC VALUES [RATE]`` produces each value of the file VALUES, with
the settings of ingest, and prints the seconds and within how many seconds 99 of 100 messages were
acknowledged.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from tidings.settings import KafkaSettings
from tidings_ingest.kafka_producer import connect_producer


def produce(kafka: str, topic: str, values: list[bytes], rate: float) -> dict[str, object]:
    """Produce ``values`` and return the seconds, all acknowledged."""
    producer = connect_producer(KafkaSettings(bootstrap_servers=kafka))
    producer.partitions_for(topic)
    latencies: list[float] = []
    sending = []
    started = time.perf_counter()
    for number, value in enumerate(values):
        if rate and (pause := started + number / rate - time.perf_counter()) > 0:
            time.sleep(pause)
        at = time.perf_counter()
        future = producer.send(topic, value, b"%032x" % number)
        future.add_callback(lambda _, at=at: latencies.append(time.perf_counter() - at))
        sending.append(future)
    for each in sending:
        each.get(timeout=30)
    seconds = time.perf_counter() - started
    producer.close()
    return {"seconds": seconds, "p99": statistics.quantiles(latencies, n=100)[98]}


if __name__ == "__main__":
    kafka, topic, file, *rate = sys.argv[1:]
    values = [each for each in Path(file).read_bytes().split(b"\0") if each]
    print(json.dumps(produce(kafka, topic, values, float(rate[0]) if rate else 0)))
