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
# Of each command's output, so that the picture stays one screen or two; the cut is shown.
MOST_LINES = 30
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
    for line in shorten(settle_lines(b"".join(chunks).decode("utf-8", "replace"))):
        console.print(Text.from_ansi(line))
    save_picture(console, "make run", PICTURE)
    return status


def save_picture(console: Console, title: str, path: Path) -> None:
    """Write what ``console`` has recorded."""
    path.parent.mkdir(exist_ok=True)
    svg = console.export_svg(title=title)
    # The reader's own monospace font instead of one that a page would fetch from elsewhere.
    path.write_text(re.sub(r"@font-face \{[^}]*\}\s*", "", svg), encoding="utf-8")


def shorten(lines: list[str]) -> list[str]:
    """Return the lines with at most ``MOST_LINES`` behind each command's own line."""
    kept: list[str] = []
    behind = 0
    for line in lines:
        behind = 0 if Text.from_ansi(line).plain.startswith("$ ") else behind + 1
        if behind <= MOST_LINES:
            kept.append(line)
        elif behind == MOST_LINES + 1:
            kept.append("\x1b[2m  …\x1b[0m")
    return kept


def settle_lines(shown: str) -> list[str]:
    """Return the lines that stand on the screen at the end, rewritten ones once."""
    lines: list[str] = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        ups = sum(int(n or 1) for n in re.findall(r"\x1b\[(\d*)A", line))
        if ups:
            del lines[-ups:]
        # What stood before the last rewriting of a line was on the screen for a moment only.
        lines.append(_REWRITTEN.split(line)[-1])
    return [line.replace("\x1b[?25l", "").replace("\x1b[?25h", "") for line in lines]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["make", "--silent", "run", "ONCE=1"]))
