"""Put each fault into a copy of the project and see that its tests fail: ``make mutants``.

``python -m mutants.run rebalance embargo`` runs those with one of the words in their names.

The exit status is 0 when every fault is caught, 1 when one is not or cannot be put in, and 2 when
the tests do not pass without a fault.
"""

# ruff: noqa: T201 - what it has found is printed
from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from mutants.mutation import Mutation, MutationError, load_mutations
from mutants.scratch import Scratch, ScratchError, open_scratch


def main(words: Sequence[str]) -> int:
    """Run the faults, print a line for each, and return the exit status."""
    mutations = [
        each for each in load_mutations() if not words or any(word in each.name for word in words)
    ]
    tests = sorted({test for each in mutations for test in each.tests})
    with open_scratch() as scratch:
        try:
            scratch.check_imports(each.file for each in mutations)
            failing = scratch.find_failing(tests)
        except ScratchError as error:
            print(f"without a fault: {error}", file=sys.stderr)
            return 2
        if failing:
            print("without a fault these fail:", *sorted(failing), sep="\n  ", file=sys.stderr)
            return 2
        print(f"without a fault {len(tests)} tests pass\n\n promise  {'fault':58} caught   s")
        caught = sum(try_mutation(scratch, each) for each in mutations)
    print(f"\n{caught} of {len(mutations)} caught")
    return 0 if caught == len(mutations) else 1


def try_mutation(scratch: Scratch, mutation: Mutation) -> bool:
    """Print and return whether every test of the fault fails; the copy is as before then."""
    begun = time.monotonic()
    original = scratch.read(mutation.file)
    try:
        scratch.write(mutation.file, mutation.apply(original))
        missed = sorted(set(mutation.tests) - scratch.find_failing(mutation.tests))
        why = [f"passes: {each}" for each in missed]
    except (MutationError, ScratchError) as error:
        why = [str(error)]
    finally:
        scratch.write(mutation.file, original)
    answer = "no" if why else "yes"
    seconds = time.monotonic() - begun
    print(f" {mutation.promise:7}  {mutation.name:58} {answer:6} {seconds:4.1f}", flush=True)
    for line in why:
        print(f"          {line}", flush=True)
    return not why


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
