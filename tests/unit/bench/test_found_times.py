"""How long articles take until they are found, on a road that finds them when it is told to."""

from __future__ import annotations

import pytest
from found_times import note_found, time_until_found
from road import read_refresh_interval


class Road:
    """Finds what was pushed from the second look on, and tells its refresh interval."""

    name = "articles"

    def __init__(self, interval="1s"):
        self.looks = []
        self._interval = interval

    @property
    def indexing(self):
        return self

    @property
    def indices(self):
        return self

    def client(self):
        return self

    def search(self, *, query, **_):
        asked = query["ids"]["values"]
        hits = [{"_id": each} for each in asked if any(each in old for old in self.looks)]
        self.looks.append(asked)
        return {"hits": {"hits": hits}}

    def get_settings(self, **_):
        return {"articles-1": {"settings": {"index": {"refresh_interval": self._interval}}}}


def test_every_article_has_its_time_in_the_order_of_the_pushes():
    waits = time_until_found(Road(), lambda number: f"id-{number}", 5, 1e6, 0.001)
    assert len(waits) == 5
    assert all(each > 0 for each in waits)


def test_what_was_found_is_not_asked_for_again():
    road, waits = Road(), {}
    due = {"a": 0.0}
    note_found(road, due, waits)
    assert not waits
    note_found(road, due, waits)
    found = waits["a"]
    note_found(road, due | {"b": 0.0}, waits)
    assert road.looks == [["a"], ["a"], ["b"]]
    assert waits == {"a": found}


@pytest.mark.parametrize(("told", "seconds"), [("1s", 1.0), ("30s", 30.0), ("500ms", 0.5)])
def test_a_refresh_interval_is_read_in_seconds(told, seconds):
    assert read_refresh_interval(Road(told)) == seconds
