"""A stack ends by the signals that a terminal, a service manager and a closed window send."""

from __future__ import annotations

import os
import signal

import pytest

from tidings_local import supervisor
from tidings_local.data_folder import StackRunsError, hold_data_dir
from tidings_local.ports import PortError, Ports
from tidings_local.stack import STOP_SIGNALS, run_stack

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    monkeypatch.setattr(supervisor, "TICK_S", 0.005)
    # Whatever runs on the usual ports of this machine is no concern of these tests.
    monkeypatch.setattr("tidings_local.stack.check_ports", lambda _claims: None)


def run(cast, announce, *specs):
    data = cast.folder / "data"
    run_stack(data, cast.folder, Ports(), announce, specs or (cast.server("kafka"),))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_stops_everything_in_order(cast, number):
    states = []

    def announce(report) -> None:
        states.append(report.state)
        if report.state == "ready":
            os.kill(os.getpid(), number)

    run(cast, announce)
    assert states[-1] == "stopping"
    assert cast.diary == ["kafka up", "kafka down"]


def test_a_second_signal_stops_without_grace(cast, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_GRACE_S", 3600.0)

    def announce(report) -> None:
        if report.state in ("ready", "stopping"):
            os.kill(os.getpid(), signal.SIGINT)

    run(cast, announce, cast.stubborn("kafka"))
    assert cast.diary == ["kafka up"]


def test_the_signals_mean_afterwards_what_they_meant_before(cast):
    before = [signal.getsignal(number) for number in STOP_SIGNALS]

    def announce(report) -> None:
        if report.state == "ready":
            os.kill(os.getpid(), signal.SIGTERM)

    run(cast, announce)
    assert [signal.getsignal(number) for number in STOP_SIGNALS] == before


def test_a_taken_port_stops_nothing_and_starts_nothing(cast, monkeypatch):
    def refuse(_claims):
        raise PortError("port 9092 is taken")

    monkeypatch.setattr("tidings_local.stack.check_ports", refuse)
    with pytest.raises(PortError):
        run(cast, lambda _: None)
    assert cast.diary == []


def test_a_second_stack_on_the_same_folder_starts_nothing(cast):
    with hold_data_dir(cast.folder / "data"), pytest.raises(StackRunsError):
        run(cast, lambda _: None)
    assert cast.diary == []
