"""What holds for every test."""

from __future__ import annotations

import pytest

from tidings.garbage import spare_what_stays

# Session-scoped fixtures that start servers: where any of them is asked for, there are servers.
SERVERS = {"servers", "stack"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what needs the servers in one process, so that they are started once, and each file.

    The rest goes to the other process meanwhile (``--dist loadgroup``): a test beside the servers
    mostly waits.
    """
    for item in items:
        asks = SERVERS.intersection(getattr(item, "fixturenames", ()))
        with_servers = asks or item.get_closest_marker("servers")
        group = "servers" if with_servers else item.nodeid.split("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_collection_finish() -> None:
    """Leave what the tests have loaded out of each collection of garbage: a tenth of their time."""
    spare_what_stays()
