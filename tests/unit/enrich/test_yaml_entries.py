"""Lists in YAML are read entry by entry, as strictly as whole documents, and in little memory."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_enrich.yaml_document import DataFileError
from tidings_enrich.yaml_entries import DEEPEST, read_yaml_entries
from tidings_enrich.yaml_text import read_yaml

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@pytest.fixture
def write(tmp_path):
    def write_file(text):
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def read(path):
    return [each.fields for each in read_yaml_entries(path)]


WORDS = st.sampled_from(
    [
        "",
        "a",
        "葛松年",
        "yes",
        "1",
        "~",
        "<<",
        "a: b",
        "- c",
        "#d",
        "'",
        '"',
        " e\n\nf ",
        "1.5",
        "0x1f",
    ]
)
VALUES = st.recursive(
    st.one_of(WORDS, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dictionaries(WORDS, VALUES, max_size=3), max_size=3),
    st.sampled_from([None, False, True]),
)
def test_a_list_says_the_same_as_when_it_is_read_as_a_whole(tmp_path_factory, entries, flow):
    path = tmp_path_factory.getbasetemp() / "written.yaml"
    text = yaml.dump(entries, Dumper=Dumper, allow_unicode=True, default_flow_style=flow)
    path.write_text(text, encoding="utf-8")
    assert read(path) == read_yaml(text) == entries


def test_each_value_is_found_by_its_line(write):
    (_, entry) = read_yaml_entries(
        write("- {name: a}\n# x\n-\n  name: b\n  links:\n  - c\n  - d\n")
    )
    assert (entry.place, entry.fields) == (1, {"name": "b", "links": ["c", "d"]})
    for path, line in {(): 4, ("name",): 4, ("links",): 5, ("links", 1): 7, ("kind", 3): 4}.items():
        assert entry.locate(path) == f"a.yaml:{line}"


def test_anchors_and_aliases_can_be_used(write):
    assert read(write("- {a: &x [1, b]}\n- {a: *x}\n")) == [{"a": [1, "b"]}] * 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("a.yaml: a list",)),
        ("name: x", ("a.yaml: a list",)),
        ("- a\n", ("a.yaml:1: entry 1", "fields")),
        ("- {a: 1}\n- [b]\n", ("a.yaml:2: entry 2",)),
        ("- a: 1\n  b: 2\n  a: 3\n", ("a.yaml:3: a is there twice",)),
        ("- a: {b: 1,\n      b: 2}\n", ("a.yaml:2: b is there twice",)),
        ("- {a: 1}\n- {a: [\n", ("a.yaml:3: no YAML",)),
        ("- {a: *b}\n", ("a.yaml:1: no YAML", "&b")),
        ("- {a: &b [*b]}\n", ("a.yaml:1: no YAML", "&b")),
        ("- {[a]: 1}\n", ("a.yaml:1: no YAML", "field")),
        ("- {a: !!set {b}}\n", ("a.yaml:1: no YAML", "set")),
        ("- {a: !who b}\n", ("a.yaml:1: no YAML", "!who")),
        ("- {a: 2031-13-41}\n", ("a.yaml:1: no YAML: 2031-13-41",)),
        ("- {a: 1}\n---\n- {a: 2}\n", ("a.yaml:2: no YAML", "document")),
        ("- {a: 1}\n- {a: \x07}\n", ("a.yaml: cannot be read as YAML",)),
        ("- {a: " + "[" * 5000, ("a.yaml:1: no YAML",)),
        ("- {a: " + "[" * DEEPEST + "]" * DEEPEST + "}", ("a.yaml:1: no YAML", "inside")),
    ],
)
def test_what_is_wrong_is_told_with_its_line(write, text, parts):
    with pytest.raises(DataFileError) as caught:
        read(write(text))
    for part in parts:
        assert part in str(caught.value)


def test_what_is_no_utf_8_is_told(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"- {a: \xb8\xf0}\n")
    with pytest.raises(DataFileError, match=r"a\.yaml: cannot be read as YAML"):
        read(tmp_path / "a.yaml")


def test_a_long_list_takes_no_more_memory_than_a_short_one(write):
    # Other threads of the tests take memory meanwhile, too.
    own = tracemalloc.Filter(inclusive=True, filename_pattern="*yaml_*.py")

    def measure_held(count):
        """Return the most bytes that were held at an entry, without what is only not yet freed."""
        path = write("".join(f"- {{name: n{number}, kind: person}}\n" for number in range(count)))
        held = []
        tracemalloc.start()
        try:
            for number, _ in enumerate(read_yaml_entries(path), 1):
                if number % 250 == 0:
                    gc.collect()
                    taken = tracemalloc.take_snapshot().filter_traces([own])
                    held.append(sum(each.size for each in taken.traces))
        finally:
            tracemalloc.stop()
        assert len(held) == count // 250
        return max(held)

    # Both are longer than the 16 KiB that libyaml reads ahead.
    assert 0 < measure_held(2_000) < 1.5 * measure_held(1_000)
