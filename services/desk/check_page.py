"""Check the types of the desk's page, and how its sources are written.

    python services/desk/check_page.py [--write]

``--write`` lets the formatter write them anew.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from build_page import WEB, PageBuildError, build_page, find_node

TYPES: Final = ("node_modules/typescript/bin/tsc", "--noEmit")
STYLE: Final = ("node_modules/prettier/bin/prettier.cjs", "--log-level=warn")


def _run(arguments: Sequence[str]) -> bool:
    return subprocess.run([str(find_node()), *arguments], cwd=WEB, check=False).returncode == 0


def main() -> int:
    """Return 1 where something is to be mended."""
    write = "--write" in sys.argv[1:]
    try:
        build_page(tests=True)
        styled = _run([*STYLE, "--write" if write else "--check", "."])
        return 0 if styled and (write or _run(TYPES)) else 1
    except (PageBuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
