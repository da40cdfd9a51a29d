"""Names in sequences of ids: batches of like lengths through a network, then all its paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from tidings_enrich.tagging.networks.label_schemes import LabelScheme
from tidings_enrich.tagging.networks.lattice import Lattice, Transitions
from tidings_enrich.tagging.networks.stretches import Stretch, find_stretches

# Tokens a batch, padding included: enough to keep a core busy, and the scores of 59 labels take
# 0.5 MB. From 1,024 to 4,096 the speed is the same within 5 %.
BATCH_TOKENS = 2048
# What pads a sequence costs as much as a token. A batch ends where the next sequence is this much
# shorter than its longest, unless it has too few to be worth a call: for the 60 sentences of one
# article that is 1.5 times as fast as full batches.
LEAST_SHARE = 0.7
LEAST_SEQUENCES = 4
# What a network gives less than this to adds nothing that counts.
LEAST_PROBABILITY = 0.05


class Labeller:
    """A network and the transitions between its labels. One thread: processes share the cores."""

    def __init__(self, network: Path, transitions: Transitions, scheme: LabelScheme) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(network), options, providers=["CPUExecutionProvider"]
        )
        self._transitions = transitions
        self._scheme = scheme

    def find(self, sequences: Sequence[Sequence[int]]) -> list[list[Stretch]]:
        """Return what may be a name in each sequence, in no order; sequences may be empty."""
        found: list[list[Stretch]] = [[] for _ in sequences]
        for places in pack_batches([len(each) for each in sequences]):
            lengths = np.array([len(sequences[place]) for place in places], np.int32)
            ids = np.zeros((lengths[0], len(places)), np.int64)
            for column, place in enumerate(places):
                ids[: lengths[column], column] = sequences[place]
            (scores,) = self._session.run(None, {"ids": ids, "lengths": lengths})
            lattice = Lattice(scores, lengths, self._transitions)
            for each in find_stretches(lattice, self._scheme, LEAST_PROBABILITY):
                found[places[each.column]].append(each)
        return found


def pack_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of all lengths above 0, longest first, grouped into batches."""
    batch: list[int] = []
    filled = [place for place, length in enumerate(lengths) if length]
    for place in sorted(filled, key=lambda each: -lengths[each]):
        if batch and not _fits(lengths[place], lengths[batch[0]], len(batch)):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _fits(length: int, longest: int, count: int) -> bool:
    """Whether one more sequence belongs into a batch of ``count`` with this longest one."""
    if (count + 1) * longest > BATCH_TOKENS:
        return False
    return count < LEAST_SEQUENCES or length >= LEAST_SHARE * longest
