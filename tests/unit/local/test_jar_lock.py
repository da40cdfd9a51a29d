"""The lock file names every jar with size and checksum, and is the same for the same jars."""

from __future__ import annotations

from dataclasses import replace

from tidings_local.jar_lock import Jar, JarSet, read_lock, write_lock

JAR = Jar("org.example.river", "gauge-core", "1.2.0", 512, "ab" * 32)


def test_a_jar_has_a_coordinate_and_a_place_in_a_repository():
    assert JAR.coordinate == "org.example.river:gauge-core:1.2.0"
    assert str(JAR.path) == "org/example/river/gauge-core/1.2.0/gauge-core-1.2.0.jar"


def test_what_was_written_is_read(tmp_path):
    first = JarSet("kafka", ("org.example:a:1",), (JAR, replace(JAR, artifact="gauge-extra")))
    second = JarSet("compiler", ("org.example:b:2",), (JAR,))
    write_lock([first, second], tmp_path / "lock.json")
    assert read_lock(tmp_path / "lock.json") == {"kafka": first, "compiler": second}


def test_another_order_of_the_jars_writes_the_same_file(tmp_path):
    jars = (JAR, replace(JAR, artifact="gauge-extra"), replace(JAR, version="1.10.0"))
    for name, order in (("one", jars), ("two", jars[::-1])):
        write_lock([JarSet("kafka", (), order)], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_lock_of_the_project_is_complete():
    sets = read_lock()
    assert set(sets) == {"kafka", "elasticsearch", "compiler"}
    for each in sets.values():
        named = {jar.coordinate for jar in each.jars}
        assert set(each.roots) <= named
        assert len(named) == len(each.jars)
        for jar in each.jars:
            assert jar.size > 0
            assert len(bytes.fromhex(jar.sha256)) == 32


def test_a_jar_that_two_sets_name_has_one_content():
    known: dict[str, Jar] = {}
    for each in read_lock().values():
        for jar in each.jars:
            assert known.setdefault(jar.coordinate, jar) == jar
