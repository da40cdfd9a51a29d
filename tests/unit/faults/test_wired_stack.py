"""Every stage of the rig's stack is led through its wires, and nothing else of it differs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from faults.ledger.clocked_ingest import read_wrong_clock
from faults.ledger.wired_broker import WiredBrokerSettings
from faults.ledger.wired_stack import forget_settings, list_wired

from tidings_local.kafka_broker import BrokerSettings
from tidings_local.ports import choose_ports
from tidings_local.process_table import list_servers, list_services

PORTS = choose_ports(20_000)
CACHE = Path("cache")
NEXT_TO_THEM = {"kafka", "elasticsearch", "provision"}


@pytest.fixture
def wired(tmp_path):
    specs = list_wired(
        tmp_path, CACHE, PORTS, wired_port=21_000, kafka=22_000, elasticsearch=23_000
    )
    return {each.name: each for each in specs}


def test_every_stage_reaches_both_servers_over_wires(wired):
    for name in wired.keys() - NEXT_TO_THEM:
        environment = wired[name].environment
        assert environment["TIDINGS_KAFKA_BOOTSTRAP_SERVERS"] == "127.0.0.1:22000"
        assert environment["TIDINGS_ELASTICSEARCH_URL"] == "http://127.0.0.1:23000"


def test_the_processes_are_those_of_tidings_up(wired, tmp_path):
    usual = [*list_servers(tmp_path, CACHE, PORTS), *list_services(CACHE, PORTS, environ={})]

    assert list(wired) == [each.name for each in usual]
    for each in usual:
        assert wired[each.name].after == each.after
        assert wired[each.name].probe.args == each.probe.args if each.probe else True
        if each.name not in {"kafka", "ingest"}:
            assert wired[each.name].command == each.command


def test_the_broker_tells_clients_of_its_second_listener_the_port_of_the_wire():
    usual = BrokerSettings(Path("home"), 1, 2).to_properties()
    properties = WiredBrokerSettings(Path("home"), 1, 2, 3, 4).to_properties()

    assert properties["listeners"] == f"{usual['listeners']},WIRED://127.0.0.1:3"
    assert properties["advertised.listeners"].endswith(
        "PLAINTEXT://127.0.0.1:1,WIRED://127.0.0.1:4"
    )
    changed = {key for key in properties if properties[key] != usual.get(key)}
    assert changed == {
        "listeners",
        "advertised.listeners",
        "listener.security.protocol.map",
        "inter.broker.listener.name",
    }


def test_settings_of_somebodys_own_stack_are_forgotten():
    environ = {"TIDINGS_KEYS_FILE": "mine", "TIDINGS_CACHE_DIR": "jars", "PATH": "/bin"}

    assert forget_settings(environ) == {"TIDINGS_CACHE_DIR": "jars", "PATH": "/bin"}


@pytest.mark.parametrize(("text", "hours"), [("", 0), ("0", 0), ("3600", 1), ("-3600", -1)])
def test_a_clock_is_as_wrong_as_its_file_says_at_that_moment(tmp_path, text, hours):
    file = tmp_path / "clock"
    file.write_text("0")
    clock = read_wrong_clock(file)
    file.write_text(text)

    before = datetime.now(UTC)
    assert before <= clock() - timedelta(hours=hours) <= datetime.now(UTC)
