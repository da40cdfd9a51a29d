"""What the supervisor starts does not outlive it, and is reached by none of its terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from tidings_local import tethered_exec
from tidings_local.process_table import ProcessSpec
from tidings_local.servers import Server
from tidings_local.spawning import kill_group, spawn_process
from tidings_local.supervisor import StartError

pytestmark = pytest.mark.timeout(60)

# Starts a child by the tether and tells its number; ends when its input does.
PARENT = """
import subprocess, sys, os
child = subprocess.Popen(
    [sys.executable, "-I", "-S", sys.argv[1], str(os.getpid()),
     sys.executable, "-I", "-S", "-c", "print('up', flush=True); import signal; signal.pause()"],
    stdout=subprocess.PIPE,
)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a process to its parent")
def test_a_killed_supervisor_takes_its_children_with_it():
    parent = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", PARENT, tethered_exec.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    psutil.wait_procs([child], timeout=30)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_child_whose_supervisor_ended_before_it_came_up_does_not_start():
    done = subprocess.run(
        [sys.executable, "-I", "-S", tethered_exec.__file__, "1", "/bin/echo", "started"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "the supervisor has ended" in done.stderr


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(cast):
    process = spawn_process(cast.server("kafka"), cast.folder / "kafka.log")
    try:
        assert os.getsid(process.pid) == process.pid
    finally:
        kill_group(process)


def test_what_a_child_has_started_is_ended_with_it(cast):
    code = (
        "import subprocess, sys, signal;"
        "p = subprocess.Popen([sys.executable, '-I', '-S', '-c', 'import signal; signal.pause()']);"
        "print(p.pid, flush=True); signal.pause()"
    )
    log = cast.folder / "fork.log"
    process = spawn_process(ProcessSpec("fork", (sys.executable, "-I", "-S", "-c", code)), log)
    while not log.read_text().endswith("\n"):
        assert process.poll() is None
    grandchild = psutil.Process(int(log.read_text()))
    kill_group(process)
    psutil.wait_procs([grandchild], timeout=30)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_a_server_of_a_test_starts_stops_and_crashes(cast):
    server = Server(cast.server("kafka"), cast.folder / "kafka.log")
    server.start()
    first = server.pid
    server.start()
    assert server.pid == first
    assert server.stop()
    assert (server.pid, cast.diary) == (None, ["kafka up", "kafka down"])
    (cast.folder / "kafka.ready").unlink()
    server.start()
    server.kill()
    assert (server.pid, cast.diary[2:]) == (None, ["kafka up"])
    assert server.stop()


def test_a_server_that_does_not_stop_is_ended_by_force_and_that_is_told(cast):
    server = Server(cast.stubborn("kafka"), cast.folder / "kafka.log")
    server.start()
    assert not server.stop(grace_s=0.01)
    assert server.pid is None


def test_a_server_that_dies_at_its_start_shows_its_last_lines(cast):
    log = cast.folder / "kafka.log"
    log.write_text("no such setting\n")
    spec = ProcessSpec("kafka", ("/no/such/program",), lambda: "no answer")
    with pytest.raises(StartError, match=r"kafka did not start: no answer\nno such setting"):
        Server(spec, log).start()
