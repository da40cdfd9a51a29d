"""Fetching from addresses that others chose, without being led into our own network."""

from tidings.fetching.client import name_user_agent, open_guarded_client
from tidings.fetching.errors import BodyTooLargeError, ForbiddenAddressError

__all__ = [
    "BodyTooLargeError",
    "ForbiddenAddressError",
    "name_user_agent",
    "open_guarded_client",
]
