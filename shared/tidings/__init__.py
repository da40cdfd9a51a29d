"""The vocabulary of Tidings: what two or more of its stages need, and nothing else."""

from importlib.metadata import version

__version__ = version("tidings")
