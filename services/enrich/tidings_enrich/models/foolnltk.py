"""Tagger F: the network of foolnltk 0.1.7, which reads characters, out of a TensorFlow graph."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tidings_enrich.models.frozen_graph import read_constants
from tidings_enrich.models.network import Dense, Recurrent, Weights, write_network
from tidings_enrich.models.tables import Tables, write_tables

UNITS = 100
# TensorFlow's LSTM adds this to the bias of the forget gate when it runs.
FORGET_BIAS = 1.0


def build_foolnltk(sources: Path, folder: Path) -> Tables:
    """Write ``foolnltk.onnx`` and ``foolnltk.json`` into ``folder``; return the tables."""
    data = sources / "foolnltk" / "data"
    weights = read_constants((data / "ner.pb").read_bytes())
    sides = [_read_side(weights, side) for side in ("fw", "bw")]
    w, r, b = (np.stack(part) for part in zip(*sides, strict=True))
    hidden = Dense(weights["project/hidden/w_tanh"], weights["project/hidden/b_tanh"], tanh=True)
    output = Dense(weights["project/output/w_out"], weights["project/output/b_out"])
    # The graph puts a row of zeros before the embedding, so ids begin at 1 with <OOV>.
    embedding = np.concatenate([np.zeros((1, UNITS), np.float32), weights["char_embeding"]])
    network = folder / "foolnltk.onnx"
    write_network(network, embedding, [Recurrent("LSTM", w, r, b)], [hidden, output])
    with zipfile.ZipFile(data / "map.zip") as archive:
        maps = json.loads(archive.read("all_map.json"))
    labels = tuple(maps["ner_map"][str(number)] for number in range(len(maps["ner_map"])))
    vocabulary = dict(maps["char_map"])
    k = len(labels)
    transitions = weights["crf_loss/transitions"]
    tables = Tables(
        labels=labels,
        transitions=transitions[:k, :k],
        # One more label, k, stands before the first character and nowhere else.
        start=transitions[k, :k],
        stop=np.zeros(k, np.float32),
        vocabulary=vocabulary,
        unknown=vocabulary["<OOV>"],
    )
    write_tables(folder / "foolnltk.json", tables)
    return tables


def _read_side(
    weights: dict[str, NDArray[np.float32]], side: str
) -> tuple[Weights, Weights, Weights]:
    """Return the weights of one direction for ONNX.

    TensorFlow keeps inputs and state in one matrix (n + h, 4h), and has the gates in the order
    input, candidate, forget, output; ONNX has input, output, forget, candidate.
    """
    cell = f"char_bilstm/bidirectional_rnn/{side}/basic_lstm_cell"
    kernel, bias = weights[f"{cell}/kernel"], weights[f"{cell}/bias"].copy()
    bias[2 * UNITS : 3 * UNITS] += FORGET_BIAS
    return (
        reorder_gates(kernel[:-UNITS]).T,
        reorder_gates(kernel[-UNITS:]).T,
        np.concatenate([reorder_gates(bias), np.zeros(4 * UNITS, np.float32)]),
    )


def reorder_gates(values: Weights) -> Weights:
    """Return ``values`` (…, 4h) with the four gates of the last axis in the order of ONNX."""
    i, j, f, o = np.split(values, 4, axis=-1)
    return np.concatenate([i, o, f, j], axis=-1)
