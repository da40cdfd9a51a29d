"""``make picture``: run README's command in a pseudo-terminal and keep what it showed as an SVG."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parent / "images" / "make-run.svg"
COLUMNS = 110
# A progress display rewrites its lines; only what stood there at the end is kept.
_REWRITTEN = re.compile(r"(?:\x1b\[\d*A|\x1b\[2K|\r(?!\n))+")


def main(command: list[str]) -> int:
    """Run the command, write the picture, return the command's exit status."""
    chunks: list[bytes] = []

    def keep(descriptor: int) -> bytes:
        chunks.append(os.read(descriptor, 65536))
        return chunks[-1]

    os.environ |= {"COLUMNS": str(COLUMNS), "LINES": "200", "TERM": "xterm-256color"}
    status = os.waitstatus_to_exitcode(pty.spawn(command, keep))
    console = Console(record=True, width=COLUMNS, file=Path(os.devnull).open("w"))  # noqa: SIM115
    for line in settle_lines(b"".join(chunks).decode("utf-8", "replace")):
        console.print(Text.from_ansi(line))
    PICTURE.parent.mkdir(exist_ok=True)
    console.save_svg(str(PICTURE), title="make run")
    return status


def settle_lines(shown: str) -> list[str]:
    """Return the lines that stand on the screen at the end, rewritten ones once."""
    lines: list[str] = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        ups = sum(int(n or 1) for n in re.findall(r"\x1b\[(\d*)A", line))
        if ups:
            del lines[-ups:]
        lines.append(_REWRITTEN.sub("", line))
    return [line.replace("\x1b[?25l", "").replace("\x1b[?25h", "") for line in lines]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["make", "--silent", "run", "ONCE=1"]))
