"""The weights inside a frozen TensorFlow graph, read without TensorFlow.

A graph is a protocol buffer: GraphDef.node = 1; NodeDef.name = 1, op = 2, attr = 5, a map whose
entries have key = 1 and value = 2; AttrValue.tensor = 8; TensorProto.dtype = 1, tensor_shape = 2,
tensor_content = 4; TensorShapeProto.dim = 2; Dim.size = 1. The encoding is described at
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

FLOAT = 1  # DataType.DT_FLOAT
# A varint holds 64 bits, seven a byte.
MOST_VARINT_BYTES = 10


def read_constants(graph: bytes) -> dict[str, NDArray[np.float32]]:
    """Return the float constants that have more than one number, by the name of their node.

    Raises ValueError where ``graph`` is no protocol buffer or a constant has not its length.
    """
    constants = {}
    for field, node in read_fields(graph):
        if field == 1 and isinstance(node, bytes):
            parts = dict(read_fields(node))
            tensor = _find_tensor(node) if parts.get(2) == b"Const" else None
            if tensor is not None:
                constants[_expect_bytes(parts[1]).decode()] = tensor
    return constants


def read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field; raises ValueError where the encoding is broken."""
    at = 0
    while at < len(message):
        key, at = read_varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = read_varint(message, at)
            yield key >> 3, value
            continue
        match kind:
            case 1:
                size = 8
            case 2:
                size, at = read_varint(message, at)
            case 5:
                size = 4
            case _:
                raise ValueError(f"wire type {kind} at byte {at}")
        if at + size > len(message):
            raise ValueError(f"field {key >> 3} is cut off at byte {at}")
        yield key >> 3, message[at : at + size]
        at += size


def read_varint(message: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at byte ``at``, and where the next thing begins."""
    number = 0
    for place in range(MOST_VARINT_BYTES):
        if at + place >= len(message):
            raise ValueError(f"a number is cut off at byte {at}")
        byte = message[at + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number, at + place + 1
    raise ValueError(f"a number has no end at byte {at}")


def _find_tensor(node: bytes) -> NDArray[np.float32] | None:
    for field, attribute in read_fields(node):
        if field != 5:
            continue
        entry = dict(read_fields(_expect_bytes(attribute)))
        if entry.get(1) == b"value":
            value = dict(read_fields(_expect_bytes(entry[2])))
            return _read_tensor(_expect_bytes(value[8]))
    return None


def _read_tensor(tensor: bytes) -> NDArray[np.float32] | None:
    parts = dict(read_fields(tensor))
    if parts.get(1) != FLOAT or 4 not in parts:
        return None
    shape = [
        dict(read_fields(_expect_bytes(dimension))).get(1, 0)
        for field, dimension in read_fields(_expect_bytes(parts.get(2, b"")))
        if field == 2
    ]
    return np.frombuffer(_expect_bytes(parts[4]), "<f4").reshape([int(size) for size in shape])


def _expect_bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise ValueError("a number stands where a message was to stand")
    return value
