"""Let a wheel of the desk have the page inside: build it first, where it is not built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface[Any]):
    """Runs before a wheel is packed; an editable install takes the folder as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the page; raises PageBuildError, and then there is no wheel."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root)))
        from build_page import build_page  # noqa: PLC0415 - beside this file, not installed

        build_page()
