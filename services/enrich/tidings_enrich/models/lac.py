"""Tagger B: the network of LAC 2.1.2, which reads words, out of its parameter files."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from tidings_enrich.models.network import Dense, Recurrent, Weights, write_network
from tidings_enrich.models.tables import Tables, write_tables
from tidings_enrich.models.word_lists import read_labels, read_vocabulary, read_word_counts

EMBEDDING = (58_224, 128)
UNITS = 128
LABELS = 49


def build_lac(sources: Path, folder: Path) -> Tables:
    """Write ``lac.onnx`` and ``lac.json`` into ``folder``; return the tables."""
    model = sources / "lac" / "LAC" / "lac_model"
    weights = model / "model"
    layers = [_read_layer(weights, 0, EMBEDDING[1]), _read_layer(weights, 1, 2 * UNITS)]
    head = Dense(
        read_parameters(weights / "fc_4.w_0", (2 * UNITS, LABELS)),
        read_parameters(weights / "fc_4.b_0", (LABELS,)),
    )
    embedding = read_parameters(weights / "word_emb", EMBEDDING)
    write_network(folder / "lac.onnx", embedding, layers, [head])
    # Two rows stand above the transitions: the scores of the first label and of the last one.
    start, stop, *transitions = read_parameters(weights / "crfw", (LABELS + 2, LABELS))
    lists = model / "conf"
    vocabulary, unknown = read_vocabulary(lists / "word.dic", lists / "q2b.dic")
    words, total = read_word_counts(lists / "small_seg.dic")
    tables = Tables(
        labels=read_labels(lists / "tag.dic", LABELS),
        transitions=np.stack(transitions),
        start=start,
        stop=stop,
        vocabulary=vocabulary,
        unknown=unknown,
        words=words,
        word_total=total,
    )
    write_tables(folder / "lac.json", tables)
    return tables


def read_parameters(path: Path, shape: tuple[int, ...]) -> Weights:
    """Return the numbers at the end of a parameter file of Paddle: little-endian float32."""
    content = path.read_bytes()
    size = 4 * math.prod(shape)
    if len(content) < size:
        raise ValueError(f"{path.name} has {len(content)} bytes and should have {size}")
    return np.frombuffer(content[-size:], "<f4").reshape(shape)


def _read_layer(weights: Path, layer: int, inputs: int) -> Recurrent:
    """Join the two directions; each is a dense layer for the inputs and a GRU for the state."""
    sides = [_read_side(weights, 2 * layer + side, inputs) for side in (0, 1)]
    w, r, b = (np.stack(part) for part in zip(*sides, strict=True))
    return Recurrent("GRU", w, r, b)


def _read_side(weights: Path, number: int, inputs: int) -> tuple[Weights, Weights, Weights]:
    """Return the weights of one direction in the order and with the signs of ONNX.

    Paddle keeps u = sigmoid(a) of the new state, ONNX z = sigmoid(a) of the old one: as
    z = 1 - u = sigmoid(-a), all that leads to the update gate changes its sign. Paddle's memory
    for the state is a block (h, 2h) for update and reset, then one (h, h) for the candidate.
    """
    h = UNITS
    w = read_parameters(weights / f"fc_{number}.w_0", (inputs, 3 * h))
    state = read_parameters(weights / f"gru_{number}.w_0", (3 * h * h,))
    gates, candidate = state[: 2 * h * h].reshape(h, 2 * h), state[2 * h * h :].reshape(h, h)
    bias = read_parameters(weights / f"fc_{number}.b_0", (3 * h,)) + read_parameters(
        weights / f"gru_{number}.b_0", (3 * h,)
    )
    sign = np.repeat(np.array([-1, 1, 1], np.float32), h)
    return (
        w.T * sign[:, None],
        np.concatenate([gates, candidate], axis=1).T * sign[:, None],
        np.concatenate([bias * sign, np.zeros(3 * h, np.float32)]),
    )
