"""Each ``tidings`` command line in the documentation is one that the command line accepts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from tidings.cli import build_app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def find_command_lines(text: str) -> list[str]:
    """Return the lines of shell blocks and the inline code that call ``tidings``."""
    blocks = re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [
        line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        for block in blocks
        for line in block.replace("\\\n", " ").splitlines()
    ]
    inline = re.findall(
        r"`(tidings [a-z][^`]*)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    )
    return [line.split(" #")[0] for line in (*lines, *inline) if line.startswith("tidings ")]


LINES = [
    (page.name, line)
    for page in PAGES
    for line in find_command_lines(page.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def root() -> TyperGroup:
    group = typer.main.get_command(build_app())
    assert isinstance(group, TyperGroup)
    return group


def test_the_documentation_shows_command_lines():
    assert len(LINES) > 10


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{page}: {line}" for page, line in LINES])
def test_a_command_line_is_one_that_the_command_line_declares(root, page, line):
    words = shlex.split(line)[1:]
    command = root
    # A group can have options of its own.
    while words and isinstance(command, TyperGroup) and not words[0].startswith("-"):
        name = words.pop(0)
        command = command.get_command(None, name)
        assert command is not None, f"{page} names the unknown command {name}"
    options = {option for each in command.params for option in each.opts + each.secondary_opts}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= options, page
