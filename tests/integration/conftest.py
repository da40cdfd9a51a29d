"""The servers that integration tests share."""

from stack_fixtures import servers, stack  # noqa: F401
