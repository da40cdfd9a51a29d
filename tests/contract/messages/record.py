"""Keep today's messages for ever, those that hold what none kept before did.

After a change to a model: give the new field a value in ``contract/messages/samples.py``, and run
``PYTHONPATH=tests .venv/bin/python -m contract.messages.record 009-what-was-added``.
"""

from __future__ import annotations

import sys

from contract.messages.samples import MODELS, write_samples
from contract.messages.shape import list_parts, list_written
from contract.messages.stored import FOLDER, Stored, find_newest


def find_changed() -> dict[str, Stored]:
    """Return the messages of today that hold something else than the newest kept ones."""
    kept = find_newest()
    return {
        name: sample
        for name, sample in write_samples().items()
        if name not in kept or describe(name, sample) != describe(name, kept[name])
    }


def describe(name: str, message: Stored) -> set[str]:
    """Return what the message of that name holds."""
    model = MODELS.get(name.partition("-")[0])
    return list_written(message, frozenset(list_parts(model)) if model else frozenset())


def main() -> None:
    """Write the folder that is named on the command line."""
    changed = find_changed()
    if not changed:
        sys.exit("every message is kept as it is written today")
    folder = FOLDER / sys.argv[1]
    folder.mkdir()
    for name, sample in changed.items():
        (folder / f"{name}.json").write_text(sample.to_text(), encoding="utf-8")
    sys.stdout.write(f"{folder.name}: {', '.join(changed)}\n")


if __name__ == "__main__":
    main()
