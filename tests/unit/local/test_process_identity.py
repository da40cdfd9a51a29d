"""A process number is trusted only with the time of birth that was noted with it."""

from __future__ import annotations

import os
import subprocess
import sys

from tidings_local.process_identity import (
    TOLERANCE_S,
    Identity,
    end_processes,
    find_process,
    identify,
)


def test_a_process_is_found_by_what_was_noted(sleeper):
    who = identify(sleeper.pid)
    assert who is not None
    found = find_process(who)
    assert found is not None
    assert found.pid == sleeper.pid


def test_the_same_number_with_another_birth_is_somebody_else(sleeper):
    born = sleeper.create_time()
    assert find_process(Identity(sleeper.pid, born - TOLERANCE_S - 1)) is None
    assert find_process(Identity(sleeper.pid, born + TOLERANCE_S + 1)) is None


def test_a_small_correction_of_the_clock_changes_nobody(sleeper):
    assert find_process(Identity(sleeper.pid, sleeper.create_time() + TOLERANCE_S / 2)) is not None


def test_a_number_that_nobody_has_is_nobody():
    gone = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    gone.wait()
    assert identify(gone.pid) is None


def test_a_zombie_is_nobody():
    dead = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    # WNOWAIT: wait for its end and leave it unreaped.
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    assert identify(dead.pid) is None
    dead.wait()


def test_only_who_was_noted_is_ended(sleeper):
    stranger = Identity(sleeper.pid, sleeper.create_time() - 3600)
    assert end_processes([stranger], grace_s=5) == []
    assert sleeper.is_running()


def test_who_was_noted_is_ended_and_named(sleeper):
    who = Identity(sleeper.pid, sleeper.create_time())
    assert end_processes([who], grace_s=30) == [who]
    assert identify(sleeper.pid) is None


def test_who_ignores_the_request_is_ended_by_force(tmp_path):
    code = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); signal.pause()"
    )
    deaf = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdout=subprocess.PIPE)
    assert deaf.stdout is not None
    assert deaf.stdout.readline() == b"deaf\n"
    who = identify(deaf.pid)
    assert who is not None
    assert end_processes([who], grace_s=0.05) == [who]
    assert identify(deaf.pid) is None
    deaf.stdout.close()
