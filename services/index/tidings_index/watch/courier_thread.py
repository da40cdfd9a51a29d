"""The courier in a thread of its own, which waits out an outage of Kafka."""

from __future__ import annotations

import threading
from typing import Final

import structlog
from kafka.errors import KafkaError

from tidings_index.watch.courier import Courier

TRY_AGAIN_AFTER_S: Final = 1.0
# A post that hangs ends after 15 s; whoever stops the stage waits 20. It is repeated then.
END_WITHIN_S: Final = 3.0
log = structlog.get_logger()


class CourierThread:
    """Runs the courier as long as the context lasts; ``failure`` is what it cannot go on with."""

    def __init__(self, courier: Courier) -> None:
        self.failure: Exception | None = None
        self._courier = courier
        self._ended = threading.Event()
        self._in_trouble = False
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def __enter__(self) -> CourierThread:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self._run_once()
            self._courier.end()
        except KafkaError as error:
            log.warning("what became of posts is not written", reason=type(error).__name__)
        except Exception as error:
            # The loop beside it stops the stage, for nobody else would post.
            log.exception("the courier cannot go on", reason=type(error).__name__)
            self.failure = error

    def _run_once(self) -> None:
        try:
            self._courier.run_once()
        except KafkaError as error:
            if not self._in_trouble:
                self._in_trouble = True
                log.warning("deliveries wait for kafka", reason=type(error).__name__)
            self._ended.wait(TRY_AGAIN_AFTER_S)
        else:
            self._in_trouble = False
