"""The window: who is found in it, who has left, and that its room is bounded."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.stories.bands import MOST_STEPS
from tidings_enrich.stories.sketch import VALUES, Sketch
from tidings_enrich.stories.window import Entry, Window

DAY = 86_400_000


def name(number):
    return f"{number:032x}"


def make_sketch(seed, changed=0, numbers=()):
    """Return the sketch of a text; ``changed`` of its values are another's."""
    minhash = np.random.default_rng(seed).integers(0, 256, VALUES, np.uint8)
    minhash[:changed] += 1
    return Sketch(minhash, np.array(numbers, np.uint16))


def put(window, number, sketch, *, place=None, at=0, since=-DAY, revision=1):
    where = number if place is None else place
    entry = Entry(name(number), revision, name(number), None, where, at, sketch)
    window.put(entry, since)


def find(window, sketch, *, besides=0, since=-DAY, behind=None):
    asked = {"besides": name(besides), "since_ms": since}
    if behind is None:
        found = window.find_nearest(sketch, **asked)
    else:
        found = window.find_nearest_behind(behind, sketch, **asked)
    return None if found is None else int(found.id, 16)


def test_the_article_that_is_most_alike_is_found():
    window = Window(100)
    for number, changed in ((1, 60), (2, 20), (3, 40)):
        put(window, number, make_sketch(7, changed))
    put(window, 4, make_sketch(8))
    assert find(window, make_sketch(7)) == 2
    assert find(window, make_sketch(9)) is None


def test_of_equal_ones_the_oldest_is_found():
    window = Window(100)
    for number in (5, 3, 4):
        put(window, number, make_sketch(7))
    assert find(window, make_sketch(7)) == 5


def test_an_article_is_no_copy_of_itself():
    window = Window(100)
    put(window, 1, make_sketch(7))
    assert find(window, make_sketch(7), besides=1) is None
    put(window, 2, make_sketch(7))
    assert find(window, make_sketch(7), besides=1) == 2


def test_what_has_other_numbers_is_passed_over():
    window = Window(100)
    put(window, 1, make_sketch(7, 0, (1, 2, 3, 4)))
    put(window, 2, make_sketch(7, 30, (5, 6, 7, 8)))
    assert find(window, make_sketch(7, 0, (5, 6, 7, 9))) == 2


def test_an_article_that_is_too_old_or_before_a_place_is_not_found():
    window = Window(100)
    put(window, 1, make_sketch(7), place=10, at=DAY)
    assert find(window, make_sketch(7), since=DAY, behind=9) == 1
    assert find(window, make_sketch(7), since=DAY + 1) is None
    assert find(window, make_sketch(7), behind=10) is None


def test_of_the_newest_the_one_that_is_most_alike_is_found():
    window = Window(10)
    for number in range(1, 26):
        put(window, number, make_sketch(number % 5), place=2 * number)
    assert find(window, make_sketch(3), behind=41) == 23
    assert find(window, make_sketch(3), behind=46) is None
    assert find(window, make_sketch(3), behind=0) == 18


def test_what_is_over_leaves_when_the_next_comes():
    window = Window(100)
    put(window, 1, make_sketch(7), at=0)
    put(window, 2, make_sketch(8), at=5, since=1)
    assert len(window) == 1
    assert window.get(name(1)) is None
    assert find(window, make_sketch(7)) is None


def test_a_later_revision_takes_the_place_of_the_earlier_one():
    window = Window(100)
    put(window, 1, make_sketch(7), revision=1)
    put(window, 1, make_sketch(8), revision=2)
    assert len(window) == 1
    assert window.get(name(1)).revision == 2
    assert find(window, make_sketch(7)) is None
    assert find(window, make_sketch(8)) == 1
    put(window, 1, None, revision=3)
    assert find(window, make_sketch(8)) is None
    assert window.get(name(1)).revision == 3


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=60),
    st.integers(1, 20),
)
def test_it_holds_the_newest_and_finds_each_of_them(steps, capacity):
    window, kept = Window(capacity), {}
    for at, (number, text) in enumerate(steps):
        put(window, number, make_sketch(text), place=at, at=at)
        kept.pop(number, None)
        kept[number] = (text, at)
    # A revision leaves an empty slot behind, so fewer than the capacity may be here.
    first = len(steps) - capacity
    kept = {number: (text, at) for number, (text, at) in kept.items() if at >= first}
    assert len(window) == len(kept)
    for number, (text, at) in kept.items():
        entry = window.get(name(number))
        assert (entry.id, entry.place) == (name(number), at)
        assert entry.sketch.minhash.tobytes() == make_sketch(text).minhash.tobytes()
        like = [each for each, (other, _) in kept.items() if other == text and each != number]
        oldest = min(like, key=lambda each: kept[each][1], default=None)
        assert find(window, make_sketch(text), besides=number) == oldest


def test_of_very_many_with_one_text_some_of_the_newest_are_looked_at():
    window, sketch = Window(200), make_sketch(7)
    for number in range(500):
        put(window, number, sketch)
    assert len(window) == 200
    assert find(window, sketch) >= 500 - MOST_STEPS
