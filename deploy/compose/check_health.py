"""Ask the stage in this container whether it is alive and ready: exit status 0, else 1 and why.

python check_health.py METRICS_PORT
"""

from __future__ import annotations

import sys
from urllib.error import HTTPError
from urllib.request import urlopen

# Two questions must fit into the 6 s that the container's check may take.
TIMEOUT_S = 2.5


def find_complaint(port: int) -> str | None:
    """Return what the stage itself says is wrong, None when it is alive and ready."""
    for path in ("healthz", "readyz"):
        try:
            with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=TIMEOUT_S):
                pass
        except HTTPError as error:
            return f"{path}: {error.read(200).decode('utf-8', 'replace').strip()}"
        except OSError as error:
            return f"{path}: no answer ({error})"
    return None


if __name__ == "__main__":
    sys.exit(find_complaint(int(sys.argv[1])))
