"""Which half of the marked gold is measured only: chance decided it, before anything was measured.

The rules may be mended by what goes wrong in ``seen``. Of ``unseen`` only totals are looked at.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

SEED = 61128


def split_halves(items: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the seen and the unseen half of texts, each in order; the seen one is the larger."""
    shuffled = sorted(items)
    random.Random(SEED).shuffle(shuffled)
    middle = (len(shuffled) + 1) // 2
    return sorted(shuffled[:middle]), sorted(shuffled[middle:])
