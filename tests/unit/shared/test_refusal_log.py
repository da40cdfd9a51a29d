"""Refused requests are told one by one until there are too many, and then counted."""

from structlog.testing import capture_logs

from tidings.web.refusal_log import MOST_LINES, WINDOW_S, RefusalLog


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_is_a_few_lines_and_then_a_number():
    clock = Clock()
    refusals = RefusalLog(clock)
    with capture_logs() as lines:
        for _ in range(1_000):
            refusals.note(400, "POST", "/v1/articles")
        assert len(lines) == MOST_LINES
        clock.now += WINDOW_S
        refusals.note(503, "POST", "/v1/articles")
    assert [(each["event"], each["log_level"]) for each in lines[MOST_LINES:]] == [
        ("more requests refused", "warning"),
        ("request refused", "warning"),
    ]
    assert lines[MOST_LINES]["requests"] == 1_000 - MOST_LINES


def test_what_was_answered_is_no_refusal():
    with capture_logs() as lines:
        RefusalLog(Clock()).note(202, "POST", "/v1/articles")
        RefusalLog(Clock(), ["/healthz"]).note(503, "GET", "/healthz")
    assert lines == []
