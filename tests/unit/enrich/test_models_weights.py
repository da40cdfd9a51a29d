"""Weights are read from foreign formats and written as networks that heed lengths."""

from contextlib import suppress

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.models.foolnltk import reorder_gates
from tidings_enrich.models.frozen_graph import read_constants, read_fields, read_varint
from tidings_enrich.models.lac import read_parameters
from tidings_enrich.models.network import Dense, Recurrent, write_network
from tidings_enrich.models.tables import Tables, read_tables, write_tables
from tidings_enrich.models.word_lists import read_labels, read_vocabulary, read_word_counts


def varint(number):
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def constant(name, values, kind=1, operator=b"Const"):
    shape = b"".join(field(2, field(1, size)) for size in values.shape)
    tensor = field(1, kind) + field(2, shape) + field(4, values.tobytes())
    attributes = field(5, field(1, b"dtype") + field(2, field(6, kind)))
    attributes += field(5, field(1, b"value") + field(2, field(8, tensor)))
    return field(1, field(1, name.encode()) + field(2, operator) + attributes)


def test_the_float_constants_of_a_graph_are_read_by_name_and_shape():
    weights = np.arange(6, dtype="<f4").reshape(2, 3)
    graph = constant("a/kernel", weights) + constant("steps", np.arange(3, dtype="<i4"), kind=3)
    graph += constant("a/read", weights, operator=b"Identity")
    graph += field(2, b"") + varint(3 << 3 | 5) + b"1234" + varint(4 << 3 | 1) + b"12345678"
    constants = read_constants(graph)
    assert list(constants) == ["a/kernel"]
    assert constants["a/kernel"].tolist() == weights.tolist()


@given(st.integers(0, 2**64 - 1), st.binary(max_size=3))
def test_numbers_are_read_with_the_place_where_they_end(number, rest):
    assert read_varint(varint(number) + rest, 0) == (number, len(varint(number)))


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 99) | st.binary(max_size=9))))
def test_fields_are_read_as_they_were_written(fields):
    assert list(read_fields(b"".join(field(*each) for each in fields))) == fields


@given(st.binary(max_size=40))
def test_what_is_no_message_is_refused_and_never_hangs(content):
    with suppress(ValueError):
        list(read_fields(content))


@pytest.mark.parametrize("content", [b"\x0a\x05ab", b"\x0b", b"\xff" * 11, b"\x0a"])
def test_a_broken_message_says_where(content):
    with pytest.raises(ValueError, match="at byte"):
        list(read_fields(content))


def test_parameters_are_the_numbers_at_the_end_of_the_file(tmp_path):
    path = tmp_path / "fc"
    path.write_bytes(b"any header" + np.arange(6, dtype="<f4").tobytes())
    assert read_parameters(path, (2, 3)).tolist() == [[0, 1, 2], [3, 4, 5]]
    with pytest.raises(ValueError, match="fc has 34 bytes"):
        read_parameters(path, (3, 3))


def test_gates_are_put_in_the_order_of_onnx():
    assert reorder_gates(np.array([[1, 1, 2, 2, 3, 3, 4, 4]])).tolist() == [
        [1, 1, 4, 4, 3, 3, 2, 2]
    ]


def make_layer(kind, inputs, units, seed):
    numbers = np.random.default_rng(seed)
    gates = {"GRU": 3, "LSTM": 4}[kind] * units

    def draw(*shape):
        return numbers.normal(size=shape).astype(np.float32)

    return Recurrent(kind, draw(2, gates, inputs), draw(2, gates, units), draw(2, 2 * gates))


@pytest.mark.parametrize("kind", ["GRU", "LSTM"])
def test_what_pads_a_sequence_never_reaches_its_scores(tmp_path, kind):
    numbers = np.random.default_rng(1)
    head = Dense(numbers.normal(size=(6, 2)).astype(np.float32), np.ones(2, np.float32), tanh=True)
    embedding = numbers.normal(size=(5, 4)).astype(np.float32)
    layers = [make_layer(kind, 4, 3, 2), make_layer(kind, 6, 3, 3)]
    write_network(tmp_path / "n.onnx", embedding, layers, [head])
    session = onnxruntime.InferenceSession(tmp_path / "n.onnx")

    def run(columns, lengths):
        ids = np.array(columns, np.int64).T
        return session.run(None, {"ids": ids, "lengths": np.array(lengths, np.int32)})[0]

    together = run([[1, 2, 3, 4], [4, 3, 1, 2]], [4, 2])
    assert together.shape == (4, 2, 2)
    assert np.allclose(together[:2, 1], run([[4, 3]], [2])[:, 0], atol=1e-6)
    assert not np.allclose(together[:2, 1], run([[4, 3, 1]], [3])[:2, 0], atol=1e-3)


def test_tables_are_read_as_they_were_written(tmp_path):
    numbers = np.random.default_rng(4).normal(size=(4, 2)).astype(np.float32)
    tables = Tables(
        labels=("O", "B_org"),
        transitions=numbers[:2],
        start=numbers[2],
        stop=numbers[3],
        vocabulary={"\0": 1, "萬": 2, "\u2028": 3, '"': 4},
        unknown=0,
        words=("大桥",),
        word_total=7,
    )
    write_tables(tmp_path / "t.json", tables)
    read = read_tables(tmp_path / "t.json")
    assert read.transitions.dtype == np.float32
    for name in ("transitions", "start", "stop"):
        assert (getattr(read, name) == getattr(tables, name)).all()
    for name in ("labels", "vocabulary", "unknown", "words", "word_total"):
        assert getattr(read, name) == getattr(tables, name)


def test_the_last_line_of_a_label_counts_and_what_has_no_line_is_outside(tmp_path):
    (tmp_path / "tag.dic").write_text("0\tn-B\n1\tnr-B\n1\tPER-B\n3\tO\n", encoding="utf-8")
    assert read_labels(tmp_path / "tag.dic", 4) == ("n-B", "PER-B", "O-B", "O-B")


def test_replacements_are_made_in_the_vocabulary(tmp_path):
    (tmp_path / "word.dic").write_text("0\t \n1\t万\n2\tOOV\n3\ta\n4\t與\n", encoding="utf-8")
    (tmp_path / "q2b.dic").write_text("萬\t万\nａ\ta\n與\t与\n", encoding="utf-8")
    vocabulary, unknown = read_vocabulary(tmp_path / "word.dic", tmp_path / "q2b.dic")
    assert unknown == 2
    assert vocabulary == {" ": 0, "万": 1, "萬": 1, "OOV": 2, "a": 3, "ａ": 3, "與": 2}


def test_words_are_read_with_the_sum_of_their_counts(tmp_path):
    (tmp_path / "seg.dic").write_text("大桥 12\n临江 30\n", encoding="utf-8")
    assert read_word_counts(tmp_path / "seg.dic") == (("大桥", "临江"), 42)
