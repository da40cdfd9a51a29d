"""YAML as plain values, read by libyaml where PyYAML has it."""

from __future__ import annotations

from typing import IO, Any

import yaml

# Wheels of PyYAML have libyaml. The codebook, 68 KB, takes 0.09 s of CPU with it, 0.57 s without,
# in each start of enrich and of `tidings tag`.
try:
    from yaml import CSafeLoader as Loader
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


def read_yaml(text: str) -> Any:  # noqa: ANN401 - a document can hold anything
    """Return what the one document in ``text`` holds; raises yaml.YAMLError."""
    return yaml.load(text, Loader)


def open_yaml(text: IO[str]) -> Any:  # noqa: ANN401 - one of two loaders that share no class
    """Return a loader that gives the events in ``text``; whoever asks for it disposes of it."""
    return Loader(text)


def compose_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the nodes of the one document in ``text``, with their lines, and what it holds.

    Raises yaml.YAMLError.
    """
    loader = Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()
