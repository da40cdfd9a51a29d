"""A library that retries for ever says so once in a while, and the stage's own lines all stay."""

import logging

from tidings.log_repeats import SAY_AGAIN_AFTER_S, RepeatFilter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def line(name, template, *values, level=logging.ERROR):
    return logging.LogRecord(name, level, "", 0, template, values, None)


def test_the_same_line_of_a_library_is_written_once_in_a_while():
    clock = Clock()
    repeats = RepeatFilter(("aiokafka",), clock)
    first = line("aiokafka", "cannot connect to %s", "one")
    assert repeats.filter(first)
    assert not repeats.filter(line("aiokafka", "cannot connect to %s", "another"))
    clock.now = SAY_AGAIN_AFTER_S
    assert repeats.filter(first)


def test_another_line_of_the_same_library_is_written():
    repeats = RepeatFilter(("aiokafka",), Clock())
    assert repeats.filter(line("aiokafka.conn", "cannot connect"))
    assert repeats.filter(line("aiokafka.conn", "authentication failed"))
    assert repeats.filter(line("aiokafka.conn", "cannot connect", level=logging.CRITICAL))


def test_the_lines_of_the_stage_itself_are_never_held_back():
    repeats = RepeatFilter(("aiokafka",), Clock())
    ours = line("tidings_enrich.worker", "dead letter")
    assert repeats.filter(ours)
    assert repeats.filter(ours)


def test_templates_with_values_in_them_do_not_grow_the_memory_for_ever():
    repeats = RepeatFilter(("aiokafka",), Clock())
    assert all(repeats.filter(line("aiokafka", f"request {number}")) for number in range(2_500))
    assert len(repeats._said) <= 1_000
