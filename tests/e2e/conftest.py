"""The whole stack, started as a user starts it, for every test of this folder."""

from stack_fixtures import servers, stack  # noqa: F401 - pytest finds fixtures by these names
