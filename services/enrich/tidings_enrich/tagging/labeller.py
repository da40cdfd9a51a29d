"""Labels for sequences of ids: batches of like lengths through a network, then the best paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from tidings_enrich.tagging.label_path import Transitions, find_best_paths

# Tokens a batch, padding included: enough to keep a core busy, and the scores of 59 labels still
# take 1 MB. Twice as many gain nothing.
BATCH_TOKENS = 4096


class Labeller:
    """A network and the transitions between its labels. One thread: processes share the cores."""

    def __init__(self, network: Path, transitions: Transitions) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(network), options, providers=["CPUExecutionProvider"]
        )
        self._transitions = transitions

    def label(self, sequences: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return a label for each id of each sequence; sequences may be empty."""
        labels: list[list[int]] = [[] for _ in sequences]
        for places in pack_batches([len(each) for each in sequences]):
            lengths = np.array([len(sequences[place]) for place in places], np.int32)
            ids = np.zeros((lengths[0], len(places)), np.int64)
            for column, place in enumerate(places):
                ids[: lengths[column], column] = sequences[place]
            (scores,) = self._session.run(None, {"ids": ids, "lengths": lengths})
            paths = find_best_paths(scores, lengths, self._transitions)
            for column, place in enumerate(places):
                labels[place] = paths[: lengths[column], column].tolist()
        return labels


def pack_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of all lengths above 0, longest first, as many as fit into a batch."""
    order = sorted(
        (place for place, n in enumerate(lengths) if n), key=lambda place: -lengths[place]
    )
    start = 0
    while start < len(order):
        count = max(1, BATCH_TOKENS // lengths[order[start]])
        yield order[start : start + count]
        start += count
