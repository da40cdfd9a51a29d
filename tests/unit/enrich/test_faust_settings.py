"""How faust is set: what keeps articles safe is not left to its defaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificates import make_certificates
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_enrich.faust_app import build_app, build_credentials
from tidings_enrich.settings import EnrichSettings


@pytest.fixture(scope="module")
def conf():
    return build_app(EnrichSettings(), KafkaSettings(bootstrap_servers="a:1,b:2")).conf


def test_every_copy_in_sync_has_a_result_before_it_counts_as_sent(conf):
    assert conf.producer_acks == -1
    assert conf.producer_max_request_size >= MAX_MESSAGE_BYTES


def test_no_timer_of_fausts_own_commits_beside_the_worker(conf):
    assert conf.broker_commit_interval >= 24 * 3600
    assert conf.processing_guarantee.value == "at_least_once"


def test_no_port_is_opened_and_no_topic_is_made(conf):
    assert conf.web_enabled is False
    assert conf.topic_allow_declare is False
    assert conf.topic_disable_leader is True


def test_a_new_group_begins_with_the_oldest_message_and_reads_no_more_ahead_than_is_said(conf):
    assert conf.consumer_auto_offset_reset == "earliest"
    assert conf.stream_buffer_maxsize <= 8


def test_no_folder_is_made_where_the_stage_is_started(conf):
    assert not conf.datadir.absolute().is_relative_to(Path.cwd())


def test_faust_reaches_kafka_as_the_other_clients_do(tmp_path):
    made = make_certificates(tmp_path)
    kafka = KafkaSettings(
        security_protocol="SASL_SSL", ca_file=made.ca, sasl_username="e", sasl_password="canary-7"
    )
    credentials = build_app(EnrichSettings(), kafka).conf.broker_credentials
    connection = credentials_to_aiokafka_auth(credentials)
    context = connection.pop("ssl_context")
    assert context.check_hostname
    assert len(context.get_ca_certs()) == 1
    assert connection == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "e",
        "sasl_plain_password": "canary-7",
    }
    assert "canary" not in repr(credentials)
    only_tls = KafkaSettings(security_protocol="SSL", ca_file=made.ca)
    assert credentials_to_aiokafka_auth(build_credentials(only_tls))["security_protocol"] == "SSL"
    assert build_credentials(KafkaSettings()) is None
