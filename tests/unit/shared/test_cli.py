"""The command line is made of what the installed packages name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import tidings
from tidings import cli


@dataclass
class Point:
    """An entry point as an installed package declares it."""

    name: str
    command: Any

    def load(self) -> Any:
        return self.command


@dataclass
class BrokenPoint:
    """A command whose package cannot be imported."""

    name: str

    def load(self) -> Any:
        raise ModuleNotFoundError(self.name)


@pytest.fixture
def run(monkeypatch):
    letters = typer.Typer(help="Letters.")
    letters.command("list")(lambda: typer.echo("none"))
    letters.command("show")(lambda: typer.echo("one"))
    points = [
        Point("wave", lambda: typer.echo("waved")),
        Point("dlq", letters),
        Point("bake", lambda: typer.echo("baked")),
    ]

    def find(group: str) -> list[Point]:
        assert group == "tidings.commands"
        return points

    monkeypatch.setattr(cli, "entry_points", find)
    return lambda *arguments: CliRunner().invoke(cli.build_app(), list(arguments))


def test_a_command_of_an_installed_package_runs(run):
    assert run("wave").output == "waved\n"


def test_a_group_of_commands_runs_under_its_name(run):
    assert run("dlq", "list").output == "none\n"


def test_the_version_is_shown_without_a_command(run):
    shown = run("--version")
    assert shown.exit_code == 0
    assert shown.output == f"{tidings.__version__}\n"


def test_help_lists_the_commands_by_name(run):
    shown = run("--help")
    assert shown.exit_code == 0
    assert shown.output.index("bake") < shown.output.index("wave")
    assert "dlq" in shown.output


def test_no_command_shows_the_help(run):
    assert "wave" in run().output


def test_an_unknown_command_is_an_error_that_scripts_see(run):
    shown = run("dance")
    assert shown.exit_code == 2
    assert "dance" in shown.output


def test_a_command_does_not_wait_for_the_packages_of_the_others(monkeypatch):
    points = [BrokenPoint("tag"), Point("wave", lambda: typer.echo("waved"))]
    monkeypatch.setattr(cli, "entry_points", lambda group: points)
    assert CliRunner().invoke(cli.build_app(), ["wave"]).output == "waved\n"
