"""Start Kafka and Elasticsearch on a data folder, print when both were ready, and end them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tidings.endpoints import default_cache_dir
from tidings_local.ports import choose_ports
from tidings_local.servers import Servers


def main(folder: Path) -> None:
    """Print the time in seconds since 1970."""
    folder.mkdir(exist_ok=True)
    with Servers(folder, default_cache_dir(), choose_ports(None)):
        print(time.time())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
