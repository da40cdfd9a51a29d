"""What a stage waits for stands on /readyz, and in the log once each time that it changes."""

from __future__ import annotations

from structlog.testing import capture_logs

from tidings.liveness import Liveness
from tidings.need_watch import NeedWatch


def test_what_is_missing_is_told_once_each_time_that_it_changes():
    liveness = Liveness(lambda: 0.0, 60)
    found = iter(["kafka", "kafka", "the topic", None, None, "kafka"])
    watch = NeedWatch(lambda: next(found), liveness)
    ready = []
    with capture_logs() as told:
        for _ in range(6):
            watch.look()
            ready.append(liveness.unready_reason() is None)
    assert [each.get("waiting_for") for each in told] == ["kafka", "the topic", None, "kafka"]
    assert ready == [False, False, False, True, True, False]
