"""The one shape that all networks are rebuilt in: embedding, recurrent layers, dense layers.

Sequences stand in columns (time, batch) and may differ in length: ``lengths`` goes to the
recurrent operators, so what pads a short column never reaches its outputs. The graphs that the
packages ship read one sentence at a time, or ignore the length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = NDArray[np.float32]
Option = str | int | list[int]

# The oldest opset with these operators in the form that is used here; version 8 of the file format
# came with it. Newer runtimes read older files.
OPSET = 14
FILE_FORMAT = 8


@dataclass(frozen=True, slots=True)
class Recurrent:
    """A layer that reads in both directions, weights as the ONNX operator ``kind`` wants them.

    With g gates, h units and n inputs: ``inputs`` (2, g*h, n), ``state`` (2, g*h, h) and ``bias``
    (2, 2*g*h). ``reset_after`` is ``linear_before_reset`` of the GRU operator.
    """

    kind: Literal["GRU", "LSTM"]
    inputs: Weights
    state: Weights
    bias: Weights
    reset_after: bool = False


@dataclass(frozen=True, slots=True)
class Dense:
    """A matrix (n, m), what is added to its product, and whether tanh follows."""

    matrix: Weights
    bias: Weights
    tanh: bool = False


def write_network(
    path: Path, embedding: Weights, recurrent: Sequence[Recurrent], dense: Sequence[Dense]
) -> None:
    """Write the network: ``ids`` (time, batch) and ``lengths`` (batch) to ``scores``.

    ``embedding`` has a row an id; ``scores`` are (time, batch, labels). Raises
    onnx.checker.ValidationError where shapes or types cannot be.
    """
    graph = _Graph()
    graph.add_weights("embedding", embedding)
    # Keep time and batch, join what the two directions say of a token.
    graph.add_tensor("joined", np.array([0, 0, -1], np.int64))
    last = graph.add_node("Gather", "embedding", "ids")
    for layer in recurrent:
        last = graph.add_recurrent(layer, last)
    for each in dense:
        last = graph.add_dense(each, last)
    graph.nodes.append(helper.make_node("Identity", [last], ["scores"]))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "tagger",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, ["time", "batch"]),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
            ],
            [
                helper.make_tensor_value_info(
                    "scores", TensorProto.FLOAT, ["time", "batch", dense[-1].bias.shape[0]]
                )
            ],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    model.ir_version = FILE_FORMAT
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


class _Graph:
    """Nodes and tensors, each with a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def add_recurrent(self, layer: Recurrent, source: str) -> str:
        """Append ``layer``; return the name of its output (time, batch, 2*h)."""
        place = len(self.nodes)
        weights = [
            self.add_weights(f"{part}{place}", values)
            for part, values in (("w", layer.inputs), ("r", layer.state), ("b", layer.bias))
        ]
        options: dict[str, Option] = {}
        if layer.kind == "GRU":
            options["linear_before_reset"] = int(layer.reset_after)
        states = self.add_node(
            layer.kind,
            source,
            *weights,
            "lengths",
            direction="bidirectional",
            hidden_size=layer.state.shape[2],
            **options,
        )
        beside = self.add_node("Transpose", states, perm=[0, 2, 1, 3])
        return self.add_node("Reshape", beside, "joined")

    def add_dense(self, layer: Dense, source: str) -> str:
        """Append ``layer``; return the name of its output."""
        place = len(self.nodes)
        product = self.add_node("MatMul", source, self.add_weights(f"m{place}", layer.matrix))
        total = self.add_node("Add", product, self.add_weights(f"a{place}", layer.bias))
        return self.add_node("Tanh", total) if layer.tanh else total

    def add_node(self, operator: str, *sources: str, **options: Option) -> str:
        """Append a node; return the name of its output."""
        name = f"n{len(self.nodes)}"
        node = helper.make_node(operator, list(sources), [name])
        node.attribute.extend(helper.make_attribute(key, each) for key, each in options.items())
        self.nodes.append(node)
        return name

    def add_weights(self, name: str, values: Weights) -> str:
        """Append a tensor of weights; return ``name``."""
        return self.add_tensor(name, np.ascontiguousarray(values, np.float32))

    def add_tensor(self, name: str, values: NDArray[np.generic]) -> str:
        """Append a tensor; return ``name``."""
        self.tensors.append(numpy_helper.from_array(values, name))
        return name
