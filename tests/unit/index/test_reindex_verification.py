"""What a new index lacks of the old one is found by reading both once in the order of ids."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_index.reindex.verification import Lack, Mark, find_lacks

MARKS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3), st.tuples(st.integers(0, 3), st.integers(0, 3))
)


def listed(marks):
    return [Mark(each, *marks[each]) for each in sorted(marks)]


# Two documents in each index are every case that there is.
@settings(max_examples=40)
@given(MARKS, MARKS, st.booleans())
def test_every_document_that_is_missing_or_older_is_found_and_no_other(old, new, with_times):
    expected = []
    for each in sorted(old):
        if each not in new:
            expected.append(Lack(each, "missing"))
        elif new[each] < old[each] and (with_times or new[each][0] < old[each][0]):
            expected.append(Lack(each, "older"))
    assert list(find_lacks(listed(old), listed(new), with_times=with_times)) == expected


def test_neither_index_is_held_in_memory():
    def marks(name, read):
        for number in range(1000):
            read[name] = number
            yield Mark(f"{number:04}", 1, 1)

    read = {}
    new = marks("new", read)
    for each in find_lacks(marks("old", read), new, with_times=True):
        raise AssertionError(each)
    assert read["old"] == read["new"] == 999
